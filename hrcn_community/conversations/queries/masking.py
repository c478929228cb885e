"""As whom somebody can write in a conversation, and as whom they did before."""

from dataclasses import dataclass

from sqlalchemy import func, select

from hrcn_community.accounts.models import Person
from hrcn_community.accounts.pseudonyms import said_of_oneself
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core.db import db
from hrcn_community.register.models import City, Organisation
from hrcn_community.spaces.models import Space

FEW = 10  # inside a space of so few, people guess


@dataclass(frozen=True)
class Masks:
    """The two selves between whom somebody chooses, and what they did in this conversation as each."""

    own_name: str
    pseudonym: str = ""  # none yet: it is given with the first post
    wrote_by_name: bool = False
    wrote_masked: bool = False
    was_masked_last: bool = False
    is_among_few: bool = False


def masks_in(space: Space, conversation: Conversation | None, *, viewer: Viewer) -> Masks:
    """Return as whom `viewer` can write in `space`, and did in `conversation`."""
    persona_id = viewer.personas.get(space.id, 0)
    latest = _latest(conversation, (viewer.id, persona_id)) if conversation else {}
    named, masked = latest.get(viewer.id, 0), latest.get(persona_id, 0)
    return Masks(
        own_name=viewer.name,
        pseudonym=viewer.pseudonyms.get(persona_id, ""),
        wrote_by_name=named > 0,
        wrote_masked=masked > 0,
        was_masked_last=masked > named,
        is_among_few=space.member_count <= FEW,
    )


def telling_words(texts: list[str], *, viewer: Viewer) -> list[str]:
    """Return what in `texts` names `viewer`: name, handle, address, city, organisation."""
    row = db.session.execute(
        select(Person.email, City.name.label("city"), Organisation.name.label("organisation"))
        .outerjoin(City, City.id == Person.city_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(Person.id == viewer.id)
    ).one()
    phrases = [f"@{viewer.handle}", row.email, row.city or "", row.organisation or ""]
    return said_of_oneself(texts, [viewer.name], phrases)


def _latest(conversation: Conversation, ids: tuple[int, ...]) -> dict[int, int]:
    """Return, for each of the authors `ids`, the newest of their posts here."""
    rows = db.session.execute(
        select(Post.author_id, func.max(Post.id).label("newest"))
        .where(Post.conversation_id == conversation.id, Post.author_id.in_(ids))
        .group_by(Post.author_id)
    )
    return {row.author_id: row.newest for row in rows}
