"""What the core team is told: who wants to come in, and who wrote."""

from hrcn_community.accounts.browser_names import browser_words
from hrcn_community.accounts.directory import core_team_ids
from hrcn_community.accounts.events import AddressConfirmed, LetterWritten, NewBrowserUsed
from hrcn_community.accounts.letters import TOPICS
from hrcn_community.accounts.models import Application, Letter, Person, SignIn
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.words import _l
from hrcn_community.notifications.actions import show_in_app, tell
from hrcn_community.notifications.topics import Topic, Words

WORDS: Words = {
    Topic.DECISION: {
        "browser.new": _l("Somebody signed in to your account with a new browser: %(title)s"),
    },
    Topic.DUTY: {
        "application.waits": _l("%(title)s asks to join the network"),
        "letter.waits": _l("A letter to the core team: %(title)s"),
    },
}


def tell_core_team_of_application(event: AddressConfirmed, entry: Entry) -> None:
    name = db.session.get_one(Person, event.person_id).name
    ref = db.session.get_one(Application, event.application_id).ref
    tell(core_team_ids(), "application.waits", entry, f"/admin/applications/{ref}", title=name)


def tell_core_team_of_letter(event: LetterWritten, entry: Entry) -> None:
    topic = db.session.get_one(Letter, event.letter_id).topic
    tell(core_team_ids(), "letter.waits", entry, "/admin/letters", title=str(TOPICS[topic]))


def note_new_browser(event: NewBrowserUsed, entry: Entry) -> None:
    """Show it in the app; the mail is one of its own, which nobody can switch off."""
    sign_in = db.session.get(SignIn, event.sign_in_id)
    if sign_in is None:  # went with whoever it was
        return
    browser = browser_words(sign_in.browser)
    show_in_app(event.person_id, "browser.new", entry, "/settings/sign-ins", browser)
