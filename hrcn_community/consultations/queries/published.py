"""What is published in the house and may answer a question: whoever asked can read it, as every member can."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.models import Person, SpaceRole, takes_part
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.models import Case
from hrcn_community.consultations.queries.people import ids_of
from hrcn_community.conversations.models import Conversation
from hrcn_community.core.db import db
from hrcn_community.search.queries import find
from hrcn_community.spaces.models import Space

MOST = 20


@dataclass(frozen=True)
class Publication:
    title: str
    address: str
    lang: str


def search_published(words: str, *, but: Case, viewer: Viewer) -> Sequence[Publication]:
    """Return what holds these words, each thing once: only what no closed space is needed for."""
    found: dict[str, Publication] = {}
    for hit in find(words, viewer=_as_any_member(viewer)).hits:
        address = hit.href.partition("?")[0]
        if address != but.address:
            found.setdefault(address, Publication(hit.title, address, hit.title_lang))
    return list(found.values())[:MOST]


def find_published(address: str, *, but: Case, viewer: Viewer) -> Publication | None:
    """Return what stands at an address, if whoever asked can read it as every member can."""
    row = db.session.execute(
        select(Conversation.title, Conversation.address, Conversation.language)
        .join(Space, Space.id == Conversation.space_id)
        .where(Conversation.address == address, Conversation.is_listed.is_(True))
        .where(visible_to(_as_any_member(viewer)), Conversation.id != but.conversation_id)
        .limit(1)
    ).one_or_none()
    return Publication(*row) if row and _asker_is_here(but) else None


def _asker_is_here(case: Case) -> bool:
    asked = Person.id.in_(ids_of(case, SpaceRole.ASKER))
    return db.session.scalar(select(Person.id).where(asked, takes_part()).limit(1)) is not None


def _as_any_member(viewer: Viewer) -> Viewer:
    """Return a member who is inside no space: what they read, every member reads."""
    return replace(viewer, roles={}, personas={})
