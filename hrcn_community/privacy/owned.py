"""What each room says of the data that it keeps: what its owner takes along, and how it is forgotten.

`reactions.py` gathers it, and the application hands it on, as the commons know no room.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import current_app, has_app_context
from sqlalchemy import Select

from hrcn_community.privacy.chapters import Chapter


@dataclass(frozen=True)
class Leaver:
    """Who is being erased, as what is done in the rooms needs to know it."""

    id: int
    nobody_id: int
    name: str
    handle: str
    email: str
    keeps_texts: bool


Forget = Callable[[Leaver], None]


@dataclass(frozen=True)
class Owned:
    """`forget` does what no rule for all tables can; it is one transaction and may be done twice.

    `lasting` selects the ids of posts that stay whatever their author wishes; `private` names tables
    whose words nobody but their owner reads: nobody looks them through, a rule blacks them out. So it
    does in the rows of which `apart` selects the ids, table by table: whoever runs a space reads them not.
    """

    chapters: tuple[Chapter, ...] = ()
    forget: Forget | None = None
    lasting: tuple[Select[Any], ...] = ()
    private: tuple[str, ...] = ()
    apart: Mapping[str, Select[Any]] = field(default_factory=dict)


def register_owned(app: Any, owned: Mapping[str, Owned]) -> None:
    app.extensions["owned"] = owned


def every_owned() -> Iterable[Owned]:
    """Return what the rooms say, in the order in which they stand."""
    return current_app.extensions["owned"].values() if has_app_context() else ()
