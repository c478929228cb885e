"""What people are told about their own mail: in the app, as mail does not reach them."""

from hrcn_community.core.events import Entry
from hrcn_community.core.words import _l
from hrcn_community.notifications.actions import tell
from hrcn_community.notifications.events import MailStopped
from hrcn_community.notifications.topics import Topic, Words

WORDS: Words = {
    Topic.DECISION: {
        "mail.stopped": _l(
            "Mail to you came back three times, so none is sent any more; is your address right?"
        ),
    },
}


def tell_of_stopped_mail(event: MailStopped, entry: Entry) -> None:
    tell([event.person_id], "mail.stopped", entry, "/settings/notices")
