"""What somebody may still be told by mail: asked in the moment of sending, of things as they stand then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import current_app
from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from hrcn_community.access.visibility import WHOEVER, as_seen_by, visible_to
from hrcn_community.accounts.distances import hears_nothing_of
from hrcn_community.accounts.models import Person, SiteRole, Standing
from hrcn_community.accounts.personas import is_placeholder
from hrcn_community.accounts.viewer import Viewer, viewer_of
from hrcn_community.conversations.models import (
    Conversation,
    Follow,
    Level,
    Post,
    PostState,
    SpaceFollow,
)
from hrcn_community.core.db import Rows, db
from hrcn_community.notifications.models import ByMail, MailPace, Notice, NoticeChoice
from hrcn_community.notifications.queries import still_in_office
from hrcn_community.notifications.topics import TOPICS, Topic, topic_of
from hrcn_community.notifications.wishes import CAN_BE_MUTED
from hrcn_community.spaces.models import Space, Visibility

MOST = 500  # notices that one mail is made of; of more nobody reads all


@dataclass(frozen=True)
class Reader:
    """A member to whom a mail goes."""

    viewer: Viewer
    address: str

    @property
    def id(self) -> int:
        return self.viewer.id


@dataclass(frozen=True)
class Tale:
    """One notice, and what belongs to it as it stands now."""

    notice: Notice
    conversation: Conversation | None
    space: Space | None
    post: Post | None
    actor_name: str | None
    author_name: str | None

    @property
    def topic(self) -> Topic:
        return topic_of(self.notice.kind)

    @property
    def is_unnamed(self) -> bool:
        """May a mail say nothing of it, not even where it is? Mail passes through many hands.

        So it is of what is confidential, and of the rooms whose words never stand in mail.
        """
        if self.conversation and self.conversation.room in current_app.extensions["quiet_rooms"]:
            return True
        if self.space is None:
            return False
        return self.space.visibility == Visibility.CONFIDENTIAL or self.space.is_sealed

    @property
    def is_by_its_author(self) -> bool:
        """Did whoever wrote the post do what is told, so that its words name them already?"""
        return self.post is not None and self.post.author_id == self.notice.actor_id

    @property
    def title(self) -> str:
        return self.conversation.title if self.conversation else self.notice.title

    @property
    def address(self) -> str:
        if self.post and self.conversation:
            return self.post.address_in(self.conversation)
        return self.notice.address


def reader_of(person_id: int | None) -> Reader | None:
    """Return who is to be written to, unless they are no member now, or their mail was stopped."""
    row = db.session.execute(
        select(Person.email, MailPace.stopped_at)
        .outerjoin(MailPace, MailPace.person_id == Person.id)
        .where(Person.id == person_id, Person.standing == Standing.MEMBER)
    ).first()
    if row is None or row.stopped_at or is_placeholder(row.email) or person_id is None:
        return None
    return Reader(viewer_of(person_id), row.email)


def still_told(reader: Reader, which: Any, mail_of: int | None) -> list[Tale]:
    """Return what may still be told to `reader` of their notices whose column `which` is `mail_of`.

    The newest first. Left out is what they have seen, or no longer want; where they may no longer read;
    whose words were taken back meanwhile; and what the core team decides, once they are no part of it.
    """
    chosen = _chosen(reader)
    asked = _rows(which, reader.viewer.site_role == SiteRole.CORE)
    rows = db.session.execute(asked, as_seen_by(reader.viewer) | {"mail_of": mail_of}).all()
    return [_tale(row) for row in rows if _is_wanted(row, chosen)]


@cache  # every mail asks
def _rows(which: Any, is_core: bool) -> Rows:
    # A post may have gone on to another conversation: where it stands now decides, and is named.
    place = func.coalesce(Post.conversation_id, Notice.conversation_id)
    room = func.coalesce(Conversation.space_id, Notice.space_id)
    here = and_(Follow.person_id == WHOEVER.id, Follow.conversation_id == place)
    there = and_(SpaceFollow.person_id == WHOEVER.id, SpaceFollow.space_id == room)
    actor, author = aliased(Person), aliased(Person)
    found = (
        select(Notice, Conversation, Space, Post)
        .add_columns(actor.name.label("actor_name"), author.name.label("author_name"))
        .add_columns(Follow.level, SpaceFollow.level.label("space_level"))
        .add_columns(hears_nothing_of(Notice.actor_id, WHOEVER.id).label("is_apart"))
        .select_from(Notice)
        .outerjoin(Post, Post.id == Notice.post_id)
        .outerjoin(Conversation, Conversation.id == place)
        .outerjoin(Space, Space.id == room)
        .outerjoin(actor, actor.id == Notice.actor_id)
        .outerjoin(author, author.id == Post.author_id)
        .outerjoin(Follow, here)
        .outerjoin(SpaceFollow, there)
        .where(Notice.person_id == WHOEVER.id, Notice.seen_at.is_(None))
        .where(which == bindparam("mail_of"))
        .where(or_(Space.id.is_(None), visible_to(WHOEVER)))
        .where(or_(Notice.post_id.is_(None), Post.state == PostState.PUBLISHED))
        .order_by(Notice.id.desc())
        .limit(MOST)
    )
    return found if is_core else found.where(*still_in_office())


def _chosen(reader: Reader) -> Mapping[str, str]:
    choices = select(NoticeChoice.topic, NoticeChoice.by_mail)
    rows: Sequence[Any] = db.session.execute(choices.filter_by(person_id=reader.id)).all()
    return {row.topic: row.by_mail for row in rows}


def _is_wanted(row: Any, chosen: Mapping[str, str]) -> bool:
    topic = topic_of(row.Notice.kind)
    is_muted = (row.level or row.space_level) == Level.MUTED or row.is_apart
    if is_muted and topic in CAN_BE_MUTED:
        return False
    return chosen.get(topic, TOPICS[topic].by_mail) != ByMail.NEVER


def _tale(row: Any) -> Tale:
    return Tale(
        notice=row.Notice,
        conversation=row.Conversation,
        space=row.Space,
        post=row.Post,
        actor_name=row.actor_name,
        author_name=row.author_name,
    )
