"""What follows. Each event, and what is done about it, in order."""

from collections.abc import Callable, Mapping
from typing import Any

from hrcn_community.consultations import events as cases
from hrcn_community.consultations import notices as case_notices
from hrcn_community.core.events import Entry, Event
from hrcn_community.discussions import events as threads
from hrcn_community.discussions import notices as thread_notices
from hrcn_community.knowledge import notices as knowledge_notices
from hrcn_community.learning import notices as module_notices
from hrcn_community.workshops import notices as workshop_notices

Reaction = Callable[[Any, Entry], None]

REACTIONS: Mapping[type[Event], tuple[Reaction, ...]] = {
    threads.ThreadStarted: (thread_notices.tell_mentioned_at_start,),
    threads.ReplyPosted: (thread_notices.tell_of_reply,),
    threads.AnswerAccepted: (thread_notices.tell_author_of_answer,),
    cases.CaseMoved: (case_notices.tell_of_move,),
    cases.ExpertProposed: (case_notices.tell_of_proposal,),
    cases.ReviewerInvited: (case_notices.tell_reviewer,),
    cases.ReviewerAnswered: (case_notices.tell_of_reviewer,),
    cases.SignerNamed: (case_notices.tell_signer,),
    cases.TierTightened: (case_notices.tell_of_tier,),
}

WORDS: Mapping[str, Any] = {
    **thread_notices.WORDS,
    **module_notices.WORDS,
    **workshop_notices.WORDS,
    **case_notices.WORDS,
    **knowledge_notices.WORDS,
}
