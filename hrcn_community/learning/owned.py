"""What the room keeps of a person."""

from sqlalchemy import select

from hrcn_community.conversations.models import Conversation
from hrcn_community.core.words import _l
from hrcn_community.learning.models import Answer, Enrolment, Module, Plan, Question, Step, StepDone
from hrcn_community.privacy.chapters import Chapter
from hrcn_community.privacy.owned import Owned

_MODULE = (Module, Module.id == Enrolment.module_id)

OWNED = Owned(
    chapters=(
        Chapter(
            "modules",
            _l("Modules that you wrote"),
            Module.author_id,
            (Module.slug, Module.summary, Module.audience, Module.published_at),
            at=(Conversation, Module.front_id),
        ),
        Chapter(
            "enrolments",
            _l("What you learn, and certificates"),
            Enrolment.person_id,
            (Enrolment.version, Enrolment.begun_at, Enrolment.completed_at),
            (_MODULE,),
            at=(Conversation, Module.front_id),
        ),
        Chapter(
            "steps_done",
            _l("Steps that you did"),
            Enrolment.person_id,
            (StepDone.done_at, Step.slug),
            (
                (Enrolment, Enrolment.id == StepDone.enrolment_id),
                (Step, Step.id == StepDone.step_id),
            ),
        ),
        Chapter(
            "answers",
            _l("Your answers"),
            Enrolment.person_id,
            (Answer.number, Answer.given, Answer.outcome, Answer.at),
            (
                (Enrolment, Enrolment.id == Answer.enrolment_id),
                (Question, Question.id == Answer.question_id),
                _MODULE,
            ),
            at=(Conversation, Module.front_id),
            there=(Question.prompt,),
        ),
        Chapter(
            "plans",
            _l("Your plans"),
            Enrolment.person_id,
            (Plan.cue, Plan.deed, Plan.owner, Plan.due_on, Plan.filed_at, Plan.changed_at),
            ((Enrolment, Enrolment.id == Plan.enrolment_id), _MODULE),
            at=(Conversation, Module.front_id),
        ),
    ),
    lasting=(select(Module.post_id), select(Step.post_id)),
    private=("plans", "answers"),
)
