"""What follows. Each event, and what is done about it, in order."""

from collections.abc import Callable, Mapping
from typing import Any

from hrcn_community.consultations import notices as case_notices
from hrcn_community.core.events import Entry, Event
from hrcn_community.discussions import events as threads
from hrcn_community.discussions import notices as thread_notices
from hrcn_community.knowledge import events as knowledge
from hrcn_community.knowledge import notices as knowledge_notices
from hrcn_community.learning import notices as module_notices
from hrcn_community.workshops import notices as workshop_notices

Reaction = Callable[[Any, Entry], None]

REACTIONS: Mapping[type[Event], tuple[Reaction, ...]] = {
    threads.ThreadStarted: (thread_notices.tell_mentioned_at_start,),
    threads.ReplyPosted: (thread_notices.tell_of_reply,),
    threads.AnswerAccepted: (thread_notices.tell_author_of_answer,),
    knowledge.PracticeSubmitted: (knowledge_notices.tell_reviewers,),
    knowledge.PracticeReviewed: (knowledge_notices.tell_of_review,),
    knowledge.PracticeVerified: (knowledge_notices.tell_of_verification,),
    knowledge.ClauseCommented: (knowledge_notices.tell_of_comment,),
    knowledge.GuidelineAdopted: (knowledge_notices.tell_of_adoption,),
}

WORDS: Mapping[str, Any] = {
    **thread_notices.WORDS,
    **module_notices.WORDS,
    **workshop_notices.WORDS,
    **case_notices.WORDS,
    **knowledge_notices.WORDS,
}
