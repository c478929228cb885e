"""What the room keeps of a person."""

from sqlalchemy import select

from hrcn_community.conversations.models import Conversation
from hrcn_community.core.words import _l
from hrcn_community.knowledge.models import (
    Clause,
    Guideline,
    Practice,
    PublishedAnswer,
    PublishedAnswerAuthor,
)
from hrcn_community.privacy.chapters import Chapter
from hrcn_community.privacy.owned import Owned

OWNED = Owned(
    chapters=(
        Chapter(
            "practices",
            _l("Practices that you submitted"),
            Practice.submitted_by_id,
            (Practice.slug, Practice.state, Practice.years, Practice.submitted_at),
            at=(Conversation, Practice.summary_id),
        ),
        Chapter(
            "guidelines",
            _l("Guidelines that you drafted"),
            Guideline.drafted_by_id,
            (Guideline.slug, Guideline.drafted_at),
            at=(Conversation, Guideline.summary_id),
        ),
        Chapter(
            "published_answer_authors",
            _l("Published answers that name you"),
            PublishedAnswerAuthor.person_id,
            (PublishedAnswer.slug, PublishedAnswer.published_at),
            ((PublishedAnswerAuthor, PublishedAnswerAuthor.answer_id == PublishedAnswer.id),),
        ),
    ),
    lasting=(
        select(Practice.summary_post_id),
        select(Practice.details_post_id),
        select(Guideline.summary_post_id),
        select(Clause.post_id),
    ),
)
