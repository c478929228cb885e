"""The lists of watched words, and what was found of them: for those who keep them alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select

from hrcn_community.access.guard import allows
from hrcn_community.access.permissions import Permission
from hrcn_community.access.spaces import find_space
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import WatchDeed, WatchedWord, WatchFinding
from hrcn_community.core.db import db
from hrcn_community.spaces.models import Space


def words_of_list(space: Space | None) -> Sequence[WatchedWord]:
    """Return the list of a space, or that of the house, by its words."""
    return db.session.scalars(_of(space).order_by(WatchedWord.key, WatchedWord.id)).all()


def count_of_list(space: Space | None) -> int:
    return db.session.scalar(select(func.count()).select_from(_of(space).subquery())) or 0


def is_listed(space: Space | None, key: str, language: str, *, but: int = 0) -> bool:
    """Does a word that looks so stand in the list already, for that language?"""
    same = WatchedWord.key == key, WatchedWord.language == language, WatchedWord.id != but
    return db.session.scalar(_of(space).where(*same).limit(1)) is not None


def find_house_word(ref: str, *, viewer: AnyViewer) -> WatchedWord | None:
    """Return a word of the list of the house. It is no secret that there is a list; what is in it is."""
    return db.session.scalar(_of(None).where(WatchedWord.ref == ref))


def watched_in(space: Space, deeds: Sequence[WatchDeed]) -> Sequence[Any]:
    """Return what is watched where somebody writes: the list of the space; in an open one, that of the house.

    Only in spaces of the directory, whose facilitators decide on what waits.
    """
    if not space.is_listed:
        return ()
    of_house = WatchedWord.space_id.is_(None)
    lists = WatchedWord.space_id == space.id
    lists = lists if space.audience.is_closed else or_(lists, of_house)
    return db.session.execute(
        select(
            WatchedWord.phrase,
            WatchedWord.key,
            WatchedWord.is_whole,
            WatchedWord.language,
            WatchedWord.deed,
        )
        .where(lists, WatchedWord.deed.in_(deeds))
        .order_by(WatchedWord.id)
    ).all()


def found_at(post_ids: Sequence[int], space: Space) -> Mapping[int, tuple[str, ...]]:
    """Return, by post, the watched words that stood in it in `space`: for those who facilitate that."""
    if not post_ids:
        return {}
    rows = db.session.execute(
        select(WatchFinding.post_id, WatchFinding.phrase)
        .where(WatchFinding.post_id.in_(post_ids), WatchFinding.space_id == space.id)
        .order_by(WatchFinding.id)
    )
    found: dict[int, tuple[str, ...]] = {}
    for post_id, phrase in rows:
        found[post_id] = (*found.get(post_id, ()), phrase)
    return found


@dataclass(frozen=True)
class WordOfSpace:
    """A watched word of a space, as the subject of a permission."""

    space: Space
    word: WatchedWord


def find_word_of_space(slug: str, ref: str, *, viewer: AnyViewer) -> WordOfSpace | None:
    """Return a word of the list of a space that is open to `viewer`.

    To whoever does not keep the list every ref is as good as any.
    """
    space = find_space(slug, viewer=viewer)
    if space is None:
        return None
    if not allows(viewer, Permission.Spaces.WATCH, space):
        return WordOfSpace(space, WatchedWord())
    word = db.session.scalar(_of(space).where(WatchedWord.ref == ref))
    return WordOfSpace(space, word) if word else None


def _of(space: Space | None) -> Any:
    here = WatchedWord.space_id.is_(None) if space is None else WatchedWord.space_id == space.id
    return select(WatchedWord).where(here)
