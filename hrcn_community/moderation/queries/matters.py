"""The queue of those who decide, and a matter as they see it: never who gave notice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, case, func, or_, select

from hrcn_community.accounts.models import Person, Standing
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.conversations.queries.files import OpenFile, file_at
from hrcn_community.conversations.visibility import facilitated_by
from hrcn_community.core.db import Rows, db
from hrcn_community.core.keyset import EPOCH, KEY, key_of
from hrcn_community.moderation.models import ContentNotice, Decision, Desk, Matter
from hrcn_community.moderation.queries.desks import is_theirs
from hrcn_community.moderation.queries.noticed import texts_of
from hrcn_community.moderation.queries.standing import stands_in
from hrcn_community.spaces.models import Space, Visibility

PAGE = 30
MOST_NOTICES = 100


@dataclass(frozen=True)
class Nowhere:
    """Where a profile stands: in no space, and every member may read it."""

    id: int = 0
    visibility: str = Visibility.NETWORK
    name: str = ""
    logs_readers: bool = False


@dataclass(frozen=True)
class FoundMatter:
    """A matter as the subject of a permission: it stands where its post does."""

    matter: Matter
    space: Space | Nowhere

    @property
    def reader_id(self) -> int | None:
        return self.matter.reader_id if self.matter.desk == Desk.ONE else None

    @property
    def is_alone(self) -> bool:
        return self.matter.desk == Desk.ONE

    @property
    def is_opened(self) -> bool:
        """Is what it is about shown? To whoever reads it alone, only once they have said so."""
        return not self.is_alone or self.matter.read_at is not None


@dataclass(frozen=True)
class MatterFile:
    """The file that a matter is about, as the subject of a permission: it stands where the matter does."""

    matter: FoundMatter
    file: OpenFile

    @property
    def space(self) -> Space | Nowhere:
        return self.matter.space

    @property
    def reader_id(self) -> int | None:
        return self.matter.reader_id


@dataclass(frozen=True)
class Seen:
    """What the page of a matter shows."""

    notices: Sequence[Any]
    texts: Sequence[Any]
    decisions: Sequence[Decision]
    person: Any
    title: str
    address: str
    claimant_name: str
    is_changed: bool
    file: Any


def find_matter(ref: str, *, viewer: AnyViewer) -> FoundMatter | None:
    """Return a matter that is the viewer's to decide, in the space by which it is theirs."""
    theirs = case((Matter.space_id.in_(facilitated_by(viewer)), Matter.space_id), else_=stands_in())
    row = db.session.execute(
        select(Matter, Space)
        .select_from(Matter)
        .outerjoin(Space, Space.id == theirs)
        .where(Matter.ref == ref, is_theirs(viewer))
    ).one_or_none()
    return FoundMatter(row[0], row[1] or Nowhere()) if row else None


def find_file_of(ref: str, *, viewer: AnyViewer) -> MatterFile | None:
    """Return the file of a matter that is the viewer's to decide, also once it is hidden."""
    found = find_matter(ref, viewer=viewer)
    if found is None or not found.is_opened:
        return None
    there = file_at(found.matter.file_ref, found.matter.post_id)
    return MatterFile(found, there) if there else None


def waiting_matters(
    *, viewer: AnyViewer, after: str = "", category: str = "", state: str = ""
) -> tuple[Sequence[Any], str]:
    """Return a page of what is the viewer's to decide, the oldest first, and the key of the next one."""
    rows = _rows().where(is_theirs(viewer))
    if category:
        rows = rows.where(Matter.category == category)
    is_decided = state == "decided"
    rows = rows.where(Matter.decided_at.is_not(None) if is_decided else Matter.decided_at.is_(None))
    if state == "mine":
        rows = rows.where(Matter.claimed_by_id == viewer.id)
    found = db.session.execute(_after(rows, after).limit(PAGE + 1)).all()
    last = found[PAGE - 1] if len(found) > PAGE else None
    return found[:PAGE], key_of(last.opened_at, last.id) if last else ""


def waiting_count(*, viewer: AnyViewer) -> int:
    rows = select(Matter.id).where(is_theirs(viewer), Matter.decided_at.is_(None)).limit(99)
    return db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0


def seen(found: FoundMatter) -> Seen:
    """Return everything that the page of a matter shows to whoever decides it."""
    matter = found.matter
    notices = db.session.execute(_notices(matter)).all() if found.is_opened else []
    post = _post(matter)
    current = post.revision if post else 0
    revisions = {each.revision for each in notices if each.revision}
    alone = found.is_alone
    return Seen(
        notices=notices,
        texts=texts_of(matter, revisions or {current}) if found.is_opened else [],
        decisions=_decisions(matter),
        person=_person(matter) if found.is_opened else None,
        title=post.title if post and not alone else "",
        address=f"/posts/{post.ref}" if post and not alone else "",
        claimant_name=_name(matter.claimant),
        is_changed=bool(revisions) and current not in revisions,
        file=file_at(matter.file_ref, matter.post_id) if found.is_opened else None,
    )


def _rows() -> Rows:
    return (
        select(
            Matter.id,
            Matter.ref,
            Matter.desk,
            Matter.category,
            Matter.notice_count,
            Matter.opened_at,
            Matter.decided_at,
            Matter.claimed_at,
            Matter.claimed_by_id,
            Matter.post_id,
            Matter.about,
            Person.name.label("claimed_by"),
            Space.name.label("space_name"),
            Conversation.title,
        )
        .select_from(Matter)
        .outerjoin(Space, Space.id == stands_in())
        .outerjoin(Post, Post.id == Matter.post_id)
        .outerjoin(Conversation, Conversation.id == Post.conversation_id)
        .outerjoin(Person, Person.id == Matter.claimed_by_id)
        .order_by(Matter.opened_at, Matter.id)
    )


def _after(rows: Rows, key: str) -> Rows:
    found = KEY.fullmatch(key)
    if not found:
        return rows
    at = EPOCH + timedelta(microseconds=int(found[1]))
    later = and_(Matter.opened_at == at, Matter.id > int(found[2]))
    return rows.where(or_(Matter.opened_at > at, later))


def _notices(matter: Matter) -> Rows:
    """Select what notices say, and nothing of who gave them; of when, the day."""
    return (
        select(
            ContentNotice.category,
            ContentNotice.rule,
            ContentNotice.law,
            ContentNotice.passage,
            ContentNotice.explanation,
            ContentNotice.revision,
            ContentNotice.noticed_text,
            ContentNotice.filed_at,
        )
        .where(ContentNotice.matter_id == matter.id)
        .order_by(ContentNotice.id)
        .limit(MOST_NOTICES)
    )


def _post(matter: Matter) -> Any:
    return db.session.execute(
        select(Post.ref, Post.revision, Conversation.title)
        .join(Conversation, Conversation.id == Post.conversation_id)
        .where(Post.id == matter.post_id)
    ).one_or_none()


def _decisions(matter: Matter) -> Sequence[Decision]:
    made = select(Decision).where(Decision.matter_id == matter.id).order_by(Decision.id.desc())
    return db.session.scalars(made).all()


def _person(matter: Matter) -> Any:
    """Return whom it is about: of a pseudonym the name alone."""
    row = db.session.execute(
        select(Person.name, Person.handle, Person.standing).where(Person.id == matter.person_id)
    ).one_or_none()
    if row is None:
        return None
    is_member = row.standing == Standing.MEMBER
    return {"name": row.name, "handle": row.handle if is_member else "", "standing": row.standing}


def _name(person_id: int | None) -> str:
    return db.session.scalar(select(Person.name).where(Person.id == person_id)) or ""
