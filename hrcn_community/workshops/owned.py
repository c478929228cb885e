"""What the room keeps of a person."""

from sqlalchemy import select

from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core.db import db
from hrcn_community.core.words import _l
from hrcn_community.privacy.actions.texts import blank_post
from hrcn_community.privacy.chapters import Chapter
from hrcn_community.privacy.owned import Leaver, Owned
from hrcn_community.workshops.actions.seats import leave_seats
from hrcn_community.workshops.models.seats import Attendance, Registration
from hrcn_community.workshops.models.statements import Statement, StatementAuthor, Vote
from hrcn_community.workshops.models.workshops import Workshop


def forget(leaver: Leaver) -> None:
    """Give their seats to the next who wait; empty their statements, if their texts go."""
    leave_seats(leaver.id)
    if leaver.keeps_texts:
        return
    made = select(Statement.post_id).join(
        StatementAuthor, StatementAuthor.statement_id == Statement.id
    )
    for post_id in db.session.scalars(made.where(StatementAuthor.person_id == leaver.id)).all():
        blank_post(post_id)


def _at_a_workshop(name: str, title: str, owner: object, columns: tuple, key: object) -> Chapter:
    joins = ((Workshop, Workshop.id == key),)
    return Chapter(name, title, owner, columns, joins, at=(Conversation, Workshop.conversation_id))


OWNED = Owned(
    chapters=(
        _at_a_workshop(
            "registrations",
            _l("Workshops that you registered for"),
            Registration.person_id,
            (Registration.state, Registration.asked_at),
            Registration.workshop_id,
        ),
        _at_a_workshop(
            "attendances",
            _l("Workshops that you took part in"),
            Attendance.person_id,
            (Attendance.workshop_id,),
            Attendance.workshop_id,
        ),
        Chapter(
            "statements",
            _l("Statements that you made"),
            StatementAuthor.person_id,
            (Statement.ref, Post.source),
            (
                (StatementAuthor, StatementAuthor.statement_id == Statement.id),
                (Post, Post.id == Statement.post_id),
            ),
        ),
        Chapter(
            "votes",
            _l("Votes on statements"),
            Vote.person_id,
            (Vote.choice, Statement.ref),
            ((Statement, Statement.id == Vote.statement_id),),
        ),
    ),
    forget=forget,
)
