"""Opening a space, and changing how people meet in it. Nothing here commits."""

from dataclasses import asdict, dataclass

from sqlalchemy import update

from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref
from hrcn_community.core.words import _l
from hrcn_community.spaces.events import SpaceChanged
from hrcn_community.spaces.models import Pseudonyms, Space, Visibility
from hrcn_community.spaces.sealing import encrypt_rows, new_space_key


class NeverBack(Refusal):
    message = _l("People wrote here under pseudonyms; that can be ended, but not undone.")


@dataclass(frozen=True)
class Settings:
    """How people meet in a space. Who reads there is none of these: it never changes."""

    name: str
    description: str
    language: str
    starters: str
    first_posts: str
    slow_seconds: int
    pseudonyms: str


def open_space(
    name: str,
    visibility: Visibility,
    *,
    slug: str = "",
    description: str = "",
    language: str = "en",
    starters: str = "members",
    listed: bool = True,
) -> Space:
    """Add a space and return it with its id. Without a slug it gets a random one and is a feature's own."""
    space = Space(
        slug=slug or new_ref(64),
        name=name,
        visibility=visibility,
        description=description,
        language=language,
        starters=starters,
        is_listed=listed and bool(slug),
        created_at=clock.now(),
    )
    db.session.add(space)
    db.session.flush()
    return space


def seal_spaces(*ids: int) -> str:
    """Let nothing in these spaces be opened without a proof of a moment ago, nor lie there unencrypted.

    That is not undone. What stands there already is encrypted now; return the ref of their key.
    """
    ref = new_space_key(ids)
    encrypt_rows(ids, ref)
    return ref


def let_search_find(*ids: int, found: bool) -> None:
    """Let the search look into these spaces, or pass them by, whoever asks and may read there."""
    db.session.execute(update(Space).where(Space.id.in_(ids)).values(is_searched=found))


def hold_space(space: Space) -> None:
    """Read `space` anew and let nobody else change it until the end; others may go on writing in it."""
    db.session.refresh(space, with_for_update={"key_share": True})


def change_space(space: Space, settings: Settings, *, by_id: int) -> bool:
    """Let `settings` hold from now on; return whether anything is different."""
    was = space.pseudonyms
    if settings.pseudonyms == Pseudonyms.NEVER != was:
        raise NeverBack
    changed = {
        name: value for name, value in asdict(settings).items() if getattr(space, name) != value
    }
    for name, value in changed.items():
        setattr(space, name, value)
    if changed:
        record(SpaceChanged(space_id=space.id), by=by_id)
    return bool(changed)
