"""Opening a space."""

from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.refs import new_ref
from hrcn_community.spaces.models import Space, Visibility


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
