"""The documents of a case, for who asked and for who declared no conflict."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.consultations.models import Case
from hrcn_community.consultations.queries.people import asker_as_seen, knows_asker, people_inside
from hrcn_community.consultations.queries.texts import Text, texts_of
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.conversations.queries.files import ShownFile, files_at
from hrcn_community.core.db import db
from hrcn_community.register.models import City


@dataclass(frozen=True)
class Papers:
    """What was added once: a word about it, and its files."""

    text: Text
    files: Sequence[ShownFile]


def papers_of(case: Case, *, viewer: AnyViewer) -> list[Papers]:
    """Return what the viewer, who may read the documents of the case, is shown of them."""
    room = db.session.scalar(
        select(Conversation.id).where(Conversation.space_id == case.papers_space_id)
    )
    if room is None:
        return []
    asker = next((p for p in people_inside(case) if p.role == SpaceRole.ASKER), None)
    city = db.session.get(City, case.asked_city_id) if case.asked_city_id else None
    seen = asker_as_seen(case, asker, city.name if city else "", knows=knows_asker(case, viewer))
    texts = texts_of(room, seen)
    ids = dict(
        db.session.execute(select(Post.ref, Post.id).where(Post.conversation_id == room)).all()
    )
    files = files_at(list(ids.values()))
    return [Papers(text, files.get(ids[text.ref], ())) for text in texts]
