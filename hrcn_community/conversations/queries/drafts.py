"""One's own drafts, and what they are for as far as that is still open to their writer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from hrcn_community.access.visibility import unsealed_for, visible_to
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, Draft, Post
from hrcn_community.conversations.visibility import posts_visible_to, title_for
from hrcn_community.core.db import db
from hrcn_community.core.keyset import key_of, latest_first
from hrcn_community.spaces.models import Space

PAGE = 20


@dataclass(frozen=True)
class OwnDraft:
    """A draft as its writer finds it again. `space_name` is empty where the space is closed to them now."""

    place: str
    fields: dict[str, Any]
    saved_at: datetime
    space_name: str


@dataclass(frozen=True)
class DraftList:
    """A page of drafts and the key of the next one ('' at the end)."""

    drafts: Sequence[OwnDraft]
    older: str


def find_draft(place: str, *, actor_ids: Collection[int]) -> Draft | None:
    """Return what one of `actor_ids`, all of them one person, is writing for `place`."""
    return db.session.scalar(_latest(), {"place": place, "actor_ids": list(actor_ids)})


@cache
def _latest() -> Select[Draft]:
    theirs = Draft.person_id.in_(bindparam("actor_ids", expanding=True))
    here = Draft.place == bindparam("place")
    return select(Draft).where(here, theirs).order_by(Draft.saved_at.desc()).limit(1)


def own_drafts(*, viewer: AnyViewer, before: str = "") -> DraftList:
    """Return a page of what `viewer` is writing, the newest first, older than the key `before`.

    What is written for a sealed place stands there, and here only after a proof.
    """
    rows = (
        select(Draft.id, Draft.place, Draft.fields, Draft.saved_at, Space.name, visible_to(viewer))
        .join(Space, Space.id == Draft.space_id)
        .where(Draft.person_id.in_(viewer.selves), unsealed_for(viewer))
    )
    found = db.session.execute(
        latest_first(rows, Draft.saved_at, Draft.id, before).limit(PAGE + 1)
    ).all()
    older = key_of(found[PAGE - 1].saved_at, found[PAGE - 1].id) if len(found) > PAGE else ""
    drafts = [
        OwnDraft(place, fields, at, name if is_open else "")
        for _, place, fields, at, name, is_open in found
    ]
    return DraftList(drafts[:PAGE], older)


def titles_at(addresses: Collection[str], *, viewer: AnyViewer) -> dict[str, str]:
    """Return the titles of the conversations at these addresses that are open to `viewer`."""
    rows = (
        select(Conversation.address, title_for(viewer).label("title"))
        .join(Space, Space.id == Conversation.space_id)
        .where(Conversation.address.in_(addresses), visible_to(viewer))
    )
    return {row.address: row.title for row in db.session.execute(rows)} if addresses else {}


def titles_of_posts(refs: Collection[str], *, viewer: AnyViewer) -> dict[str, str]:
    """Return the titles of the conversations in which these posts stand, or wait, open to `viewer`."""
    rows = (
        select(Post.ref, title_for(viewer).label("title"))
        .join(Conversation, Conversation.id == Post.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .where(Post.ref.in_(refs), visible_to(viewer), posts_visible_to(viewer))
    )
    return {row.ref: row.title for row in db.session.execute(rows)} if refs else {}
