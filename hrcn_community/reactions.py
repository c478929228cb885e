"""What follows. Each event, and what is done about it, in order."""

from collections.abc import Callable, Mapping
from typing import Any

from hrcn_community.accounts import events as people
from hrcn_community.consultations import notices as case_notices
from hrcn_community.core.events import Entry, Event
from hrcn_community.discussions import events as threads
from hrcn_community.discussions import notices as thread_notices
from hrcn_community.knowledge import notices as knowledge_notices
from hrcn_community.learning import notices as module_notices
from hrcn_community.notifications import account_mail, account_notices
from hrcn_community.workshops import notices as workshop_notices

Reaction = Callable[[Any, Entry], None]

REACTIONS: Mapping[type[Event], tuple[Reaction, ...]] = {
    people.ResetAsked: (account_mail.mail_reset_link,),
    people.PasswordChanged: (account_mail.mail_of_new_password,),
    people.Applied: (account_mail.mail_confirmation_link,),
    people.KnownPersonApplied: (account_mail.mail_known_person,),
    people.AddressConfirmed: (account_notices.tell_core_team_of_application,),
    people.ApplicationDecided: (account_mail.mail_decision,),
    people.PersonInvited: (account_mail.mail_invitation,),
    people.LetterWritten: (account_notices.tell_core_team_of_letter,),
    threads.ThreadStarted: (thread_notices.tell_mentioned_at_start,),
    threads.ReplyPosted: (thread_notices.tell_of_reply,),
    threads.AnswerAccepted: (thread_notices.tell_author_of_answer,),
}

WORDS: Mapping[str, Any] = {
    **account_notices.WORDS,
    **thread_notices.WORDS,
    **module_notices.WORDS,
    **workshop_notices.WORDS,
    **case_notices.WORDS,
    **knowledge_notices.WORDS,
}
