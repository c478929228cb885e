"""The mails about mails: to the address of the account, whatever address the refused one came from.

They hold no word of the conversation, nor its title; its address only for who may still read there, and
of what is confidential not even that.
"""

from typing import Any

from flask import current_app
from flask_babel import force_locale, ngettext

from hrcn_community.access.predicates import reads
from hrcn_community.accounts.models import Person, Standing
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.models import Conversation
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.settings import address
from hrcn_community.core.words import _l
from hrcn_community.notifications.posting import post_mail
from hrcn_community.receiving.events import MailedFilesLeft, MailedReplyRefused
from hrcn_community.spaces.models import Space, Visibility

NOT_TAKEN = _l("Your answer by mail was not taken")
TAKEN = _l("Your answer by mail was taken without its files")
REASONS = {
    "sender": _l("It came from another address than that of your account."),
    "unproven": _l(
        "It could not be proven that it came from you: your mail provider did not sign it, or its "
        "signature did not fit."
    ),
    "long": _l("The mail was larger than 25 MB."),
    "unreadable": _l("The mail could not be read."),
    "empty": _l(
        "Nothing was left of it once quotes and signature were taken out. Write above what you quote."
    ),
    "stop": _l(
        "It says only that no more mail shall come. For that, follow the last link of any of our "
        "mails; it needs no password."
    ),
    "text": _l("Its text is too long, or holds more of something than a post can show."),
    "closed": _l("The conversation has been closed meanwhile."),
    "slow": _l("Slow mode is on there, and you wrote a moment ago."),
    "newcomer": _l(
        "In your first days here you cannot write so often, nor bring in so many links and names."
    ),
    "waits": _l("This thread waits for a facilitator; until then nobody can reply."),
    "away": _l("It cannot be answered by mail, or not any more."),
}


def mail_refusal(event: MailedReplyRefused, entry: Entry) -> None:
    """Say why an answer was not taken."""
    _mail(event, entry, NOT_TAKEN, lambda: str(REASONS[event.reason]))


def mail_of_files(event: MailedFilesLeft, entry: Entry) -> None:
    """Say that files do not come along with an answer by mail."""
    _mail(event, entry, TAKEN, lambda: _left(event.count))


def _left(count: int) -> str:
    return ngettext(
        "One file hung at it and was left out; add it on the page.",
        "%(num)s files hung at it and were left out; add them on the page.",
        count,
    )


def _mail(event: Any, entry: Entry, subject: Any, reason: Any) -> None:
    person = db.session.get_one(Person, event.person_id)
    if person.standing != Standing.MEMBER:
        return
    locale = person.locale if person.locale in current_app.config["LANGUAGES"] else "en"
    link = _link(event)
    with force_locale(locale):
        text = current_app.jinja_env.get_template("emails/answered.txt").render(
            name=person.name, said=subject, reason=reason(), link=link, base_url=address("/")
        )
        post_mail(person.email, str(subject), text, entry)


def _link(event: Any) -> str:
    conversation = db.session.get(Conversation, event.conversation_id)
    space = conversation and db.session.get_one(Space, conversation.space_id)
    if conversation is None or space is None or space.audience == Visibility.CONFIDENTIAL:
        return ""
    may_read = reads(viewer_of(event.person_id), space.id, space.visibility)
    return address(conversation.address) if may_read else ""
