"""What moderation keeps of a person, and how it is forgotten. What was decided stays, of nobody."""

from sqlalchemy import and_, func, or_, select, update

from hrcn_community.conversations.models import Post
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.refs import new_ref
from hrcn_community.core.words import _l
from hrcn_community.moderation.models import About, Appeal, ContentNotice, Decision, Desk, Matter
from hrcn_community.privacy.chapters import Chapter
from hrcn_community.privacy.owned import Leaver, Owned

ELSEWHERE = and_(Matter.desk != Desk.FACILITATORS, Matter.space_id.is_not(None))

BEARS_A_NAME = or_(ContentNotice.notifier_name != "", ContentNotice.notifier_email != "")


def forget(leaver: Leaver) -> None:
    """Take out who gave notice, and what was noticed of a profile; where nothing is left, it is over."""
    given = or_(
        ContentNotice.notifier_id == leaver.id,
        func.lower(ContentNotice.notifier_email) == leaver.email,
    )
    for notice in db.session.scalars(select(ContentNotice).where(given)):
        notice.notifier_name, notice.notifier_email, notice.print = "", "", new_ref(320)
    if not leaver.keeps_texts:  # what was cited of them goes with the texts
        theirs = ContentNotice.matter_id.in_(select(Matter.id).where(Matter.person_id == leaver.id))
        _do(update(ContentNotice).where(theirs).values(passage=""))
    profile = Matter.person_id == leaver.id, Matter.about == About.PROFILE
    _do(update(Decision).where(Decision.person_id == leaver.id).values(taken_out={}))
    noticed = update(ContentNotice).where(
        ContentNotice.matter_id.in_(select(Matter.id).where(*profile))
    )
    _do(noticed.values(noticed_text="", passage="", address="/people"))
    _do(update(Matter).where(*profile, Matter.decided_at.is_(None)).values(decided_at=clock.now()))


def _do(change: object) -> None:
    db.session.execute(change.execution_options(synchronize_session=False))  # type: ignore[attr-defined]


OWNED = Owned(
    chapters=(
        Chapter(
            "content_notices",
            _l("Notices about content that you gave"),
            ContentNotice.notifier_id,
            (
                ContentNotice.ref,
                ContentNotice.category,
                ContentNotice.explanation,
                ContentNotice.rule,
                ContentNotice.law,
                ContentNotice.filed_at,
            ),
            ((Matter, Matter.id == ContentNotice.matter_id),),
            at=(Post, Matter.post_id),
        ),
        Chapter(
            "moderation_decisions",
            _l("What was decided about you or your words"),
            Decision.person_id,
            (
                Decision.ref,
                Decision.measure,
                Decision.sanction,
                Decision.until,
                Decision.ground,
                Decision.rule,
                Decision.law,
                Decision.facts,
                Decision.taken_out,
                Decision.reason,
                Decision.decided_at,
                Decision.undone_at,
            ),
            ((Matter, Matter.id == Decision.matter_id),),
            at=(Post, Matter.post_id),
        ),
        Chapter(
            "moderation_appeals",
            _l("Decisions that you appealed against"),
            Appeal.appellant_id,
            (Appeal.reason, Appeal.filed_at, Appeal.outcome, Appeal.answer, Appeal.decided_at),
        ),
    ),
    forget=forget,
    # A notice may be about whoever runs the space: what its facilitators do not decide they do not read.
    # Nor does anybody who decides read whose a notice is, or what was said against what they decided.
    apart={
        "content_notices": select(ContentNotice.id)
        .join(Matter)
        .where(or_(ELSEWHERE, BEARS_A_NAME)),
        "moderation_decisions": select(Decision.id).join(Matter).where(ELSEWHERE),
        "moderation_appeals": select(Appeal.id),
    },
)
