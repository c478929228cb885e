"""Making a statement, taking it back, voting, writing the notes."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from hrcn_community.accounts.silencing import refuse_silenced
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions import delete_post, edit_post, write_post
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref
from hrcn_community.core.text import one_line
from hrcn_community.core.upsert import upsert
from hrcn_community.workshops.actions.seats import lock
from hrcn_community.workshops.events import (
    NotesWritten,
    StatementMade,
    StatementTakenBack,
    VoteCast,
)
from hrcn_community.workshops.models.statements import Choice, Statement, StatementAuthor, Vote
from hrcn_community.workshops.models.workshops import Workshop


def make_statement(workshop: Workshop, text: str, *, by: Viewer, language: str = "") -> Statement:
    """Add a statement to vote on. Its post bears no author: no generic page can say whose it is."""
    refuse_silenced(by, workshop.room_space_id)
    workshop.must_take_statements()
    with workshop.discreetly():
        room = _conversation(workshop.room_conversation_id)
        post = write_post(room, one_line(text), by=None, language=language)
        statement = Statement(workshop=workshop, ref=new_ref(), post_id=post.id)
        db.session.add(statement)
        db.session.flush()
        db.session.add(StatementAuthor(statement_id=statement.id, person_id=by.id))
        made = StatementMade(workshop_id=workshop.id, statement_id=statement.id)
        record(made, by=_named(workshop, by))
    return statement


def take_back(statement: Statement, *, by: Viewer) -> None:
    """Take one's own statement out of the vote; what was voted on it is not shown any more."""
    workshop = statement.workshop
    workshop.must_take_statements()
    with workshop.discreetly():
        delete_post(_post(statement.post_id), by=None)
        gone = StatementTakenBack(workshop_id=workshop.id, statement_id=statement.id)
        record(gone, by=_named(workshop, by))


def cast_vote(statement: Statement, choice: Choice, *, by: Viewer) -> None:
    """Vote, or change one's vote. The statement's row is held meanwhile, so that no vote is lost."""
    workshop = statement.workshop
    refuse_silenced(by, workshop.room_space_id)
    workshop.must_be_voting()
    db.session.refresh(statement, ["counts", "held_back", "released"], with_for_update=True)
    upsert(Vote, {"statement_id": statement.id, "person_id": by.id}, {"choice": choice})
    statement.take_count(_counted(statement))
    with workshop.discreetly():  # votes are secret under every rule: the log does not say whose
        record(VoteCast(workshop_id=workshop.id, statement_id=statement.id))


def write_notes(workshop: Workshop, text: str, *, by: Viewer, over: int | None = None) -> Post:
    """Write the notes, or change them; under the Chatham House Rule nobody is named as their author."""
    refuse_silenced(by, workshop.notes_space_id)
    lock(workshop)  # two hosts who begin the notes at once write one text
    workshop.must_have_begun()
    writer = None if workshop.is_chatham else by
    notes = _conversation(workshop.notes_conversation_id)
    post = db.session.scalar(_posts().where(Post.conversation_id == notes.id, Post.number == 1))
    with workshop.discreetly():
        if post:
            edit_post(post, text, by=writer, over=over)
            return post
        post = write_post(notes, text, by=writer)
        record(NotesWritten(workshop_id=workshop.id), by=_named(workshop, by))
    return post


def _counted(statement: Statement) -> list[int]:
    rows = db.session.execute(
        select(Vote.choice, func.count().label("votes"))
        .where(Vote.statement_id == statement.id)
        .group_by(Vote.choice)
    )
    counts = {row.choice: row.votes for row in rows}
    return [counts.get(choice, 0) for choice in Choice]


def _named(workshop: Workshop, by: Viewer) -> int | None:
    """Return who is written into the log as the one who did it: under the rule, nobody."""
    return None if workshop.is_chatham else by.id


def _conversation(id_: int) -> Conversation:
    return db.session.get_one(Conversation, id_)


def _post(id_: int) -> Post:
    return db.session.scalars(_posts().where(Post.id == id_)).one()


def _posts() -> Select[Post]:
    return select(Post).options(joinedload(Post.conversation))
