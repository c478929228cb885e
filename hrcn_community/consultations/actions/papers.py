"""The documents of a case: in a room of their own, open to who asked and to who declared no conflict."""

from collections.abc import Sequence

from sqlalchemy import select

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.events import PapersAdded
from hrcn_community.consultations.models import ROOM, Case, CaseWords, Kind, NotFromHere
from hrcn_community.consultations.transitions import OPEN
from hrcn_community.conversations.actions import open_conversation, write_post
from hrcn_community.conversations.actions.attaching import ChosenFile, attach
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.spaces.models import Space


def add_papers(case: Case, text: str, files: Sequence[ChosenFile], *, by: Viewer) -> Post:
    """Add documents with a word about them, as long as somebody works on the case."""
    db.session.flush()  # a refresh would undo what was not written yet
    db.session.refresh(case, ["state"], with_for_update=True)
    if case.state not in OPEN:
        raise NotFromHere
    post = write_post(_room(case), text, by=None)
    attach(post, files, by=by)
    roles = by.roles_in(case.papers_space_id)
    role = next(role for role in SpaceRole if role in roles)
    words = CaseWords(post_id=post.id, case_id=case.id, person_id=by.id, role=role, kind=Kind.PAPER)
    db.session.add(words)
    record(PapersAdded(case_id=case.id), by=by.id)
    return post


def _room(case: Case) -> Conversation:
    """Return where the documents stand, opened with the first of them."""
    found = db.session.scalar(
        select(Conversation).where(Conversation.space_id == case.papers_space_id)
    )
    if found is not None:
        return found
    space = db.session.get_one(Space, case.papers_space_id)
    about = {"by": None, "language": case.answer_language}
    return open_conversation(
        space, ROOM, case.conversation.title, f"{case.address}/papers", **about
    )
