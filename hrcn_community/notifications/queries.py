"""A person's notices. Rights are asked again at the moment of reading."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import aliased

from hrcn_community.access.visibility import WHOEVER, as_seen_by, visible_to
from hrcn_community.accounts.models import Person, SiteRole
from hrcn_community.accounts.viewer import AnyViewer, Viewer
from hrcn_community.conversations.models import (
    Conversation,
    Follow,
    Level,
    Post,
    PostState,
    SpaceFollow,
)
from hrcn_community.conversations.visibility import title_for
from hrcn_community.core.db import Rows, db
from hrcn_community.core.events import Entry
from hrcn_community.notifications.models import Mail, MailPace, Notice, NoticeChoice
from hrcn_community.notifications.topics import TOPICS, Topic
from hrcn_community.notifications.wishes import usual_pace
from hrcn_community.spaces.models import Space

PAGE = 60  # notices, which make as many lines or fewer
MOST_COUNTED = 99
MOST_LISTED = 100
FOR_CORE_TEAM = (  # the office decides
    "hold.core",
    "hold.core_ended",
    "application.waits",
    "letter.waits",
    "unmasking.waits",
    "unmasking.over",
    "moderation.core",
    "appeal.waits",
    "role.waits",
    "role.decided",
)
# whoever facilitates no more learns of none of these
FOR_FACILITATORS = ("post.watched", "post.noted", "moderation.waits")


def notices(*, viewer: AnyViewer, before: int | None = None) -> Sequence[Any]:
    """Return a page of what `viewer` may still be told, newest first, and one more if there are older ones."""
    actor_name = Person.name.label("actor_name")
    title = case((Conversation.id.is_not(None), title_for(viewer)), else_=Notice.title)
    rows = (
        _open_notices(*_sort_of(viewer))
        .outerjoin(Person, Person.id == Notice.actor_id)
        .with_only_columns(
            Notice.id,
            Notice.kind,
            Notice.conversation_id,
            Notice.address,
            Notice.told_at,
            Notice.seen_at,
            case((Space.is_listed, Space.name)).label("place"),
            actor_name,
            title.label("title"),
        )
        .order_by(Notice.id.desc())
        .limit(PAGE + 1)
    )
    if before:
        rows = rows.where(Notice.id < before)
    return db.session.execute(rows, as_seen_by(viewer)).all()


def unseen_count(*, viewer: AnyViewer) -> int:
    """Return how many notices wait for the viewer, counted to 99."""
    if not viewer.is_signed_in:
        return 0
    return db.session.scalar(_unseen(*_sort_of(viewer)), as_seen_by(viewer)) or 0


def own_choices(*, viewer: Viewer) -> Mapping[Topic, tuple[bool, str]]:
    """Return for each topic whether the viewer is told in the app, and how by mail."""
    rows = db.session.scalars(select(NoticeChoice).where(NoticeChoice.person_id == viewer.id))
    chosen = {row.topic: (row.in_app, row.by_mail) for row in rows}
    return {topic: chosen.get(topic, (True, usual.by_mail)) for topic, usual in TOPICS.items()}


def own_pace(*, viewer: Viewer) -> MailPace:
    return db.session.get(MailPace, viewer.id) or usual_pace(viewer.id)


def own_space_levels(*, viewer: Viewer) -> Sequence[Any]:
    """Return the spaces of which the viewer said how much they want to be told, if they may read them."""
    return db.session.execute(
        select(Space.name, Space.slug, SpaceFollow.level)
        .join(SpaceFollow, SpaceFollow.space_id == Space.id)
        .where(SpaceFollow.person_id == viewer.id, visible_to(viewer))
        .order_by(Space.name)
        .limit(MOST_LISTED)
    ).all()


def own_levels(*, viewer: Viewer) -> Sequence[Any]:
    """Return what the viewer watches or muted, as far as they may read it; the newest first."""
    return db.session.execute(
        select(
            title_for(viewer).label("title"),
            Conversation.address,
            Conversation.language,
            Follow.level,
        )
        .join(Follow, Follow.conversation_id == Conversation.id)
        .join(Space, Space.id == Conversation.space_id)
        .where(Follow.person_id == viewer.id, Follow.level != Level.FOLLOWING, visible_to(viewer))
        .order_by(Follow.since.desc(), Conversation.id.desc())
        .limit(MOST_LISTED)
    ).all()


def queue_figures() -> dict[str, int]:
    """Return how much work and mail waits or was put aside: figures only, counted to 99."""
    owed = select(Entry.id).where(Entry.handled_at.is_(None))
    mail = select(Mail.id).where(Mail.sent_at.is_(None), Mail.bounced_at.is_(None))
    return {
        "owed": _counted(owed.where(Entry.parked_at.is_(None))),
        "parked": _counted(owed.where(Entry.parked_at.is_not(None))),
        "mail": _counted(mail.where(Mail.parked_at.is_(None))),
        "parked_mail": _counted(mail.where(Mail.parked_at.is_not(None))),
    }


def _counted(rows: Select[Any]) -> int:
    some = rows.limit(MOST_COUNTED).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def _sort_of(viewer: AnyViewer) -> tuple[bool, bool]:
    """Return what statements about notices differ by: has the viewer personas, are they core team?"""
    return bool(viewer.personas), viewer.site_role == SiteRole.CORE


@cache  # every page of a person asks
def _unseen(has_personas: bool, is_core: bool) -> Select[Any]:
    unseen = _open_notices(has_personas, is_core).where(Notice.seen_at.is_(None))
    return select(func.count()).select_from(unseen.limit(MOST_COUNTED).subquery())


def _open_notices(has_personas: bool, is_core: bool) -> Rows:
    """Select what the viewer may still be told: where its conversation stands now, while its post stands."""
    found = (
        select(Notice.id)
        .outerjoin(Conversation, Conversation.id == Notice.conversation_id)
        .outerjoin(Space, Space.id == func.coalesce(Conversation.space_id, Notice.space_id))
        .outerjoin(Post, Post.id == Notice.post_id)
        .where(Notice.person_id.in_(WHOEVER.selves), Notice.in_app.is_(True))
        .where(or_(Post.id.is_(None), Post.state == PostState.PUBLISHED))
        .where(or_(Space.id.is_(None), visible_to(WHOEVER)))
    )
    if has_personas:
        found = found.where(*_told_once())
    return found if is_core else found.where(*still_in_office())


def still_in_office() -> tuple[ColumnElement[bool], ...]:
    """Leave out what was told to an office that the viewer has no more."""
    facilitates = Notice.space_id.in_(WHOEVER.facilitates)
    return (
        Notice.kind.not_in(FOR_CORE_TEAM),
        or_(Notice.kind.not_in(FOR_FACILITATORS), facilitates),
    )


def _told_once() -> tuple[ColumnElement[bool], ...]:
    """Leave out what another self of the viewer did, and what they are told under their name as well.

    Both were written down like anybody's: leaving them out there would say whose persona that is.
    """
    also = aliased(Notice)
    by_name = select(also.id).where(also.person_id == WHOEVER.id, also.event_id == Notice.event_id)
    return (
        or_(Notice.actor_id.is_(None), Notice.actor_id.not_in(WHOEVER.selves)),
        or_(Notice.person_id == WHOEVER.id, ~by_name.exists()),
    )
