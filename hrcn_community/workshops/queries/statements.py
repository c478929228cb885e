"""Statements as those in the room may see them: one at a time to vote on, all together as results."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from sqlalchemy import and_, literal, select
from sqlalchemy.orm import contains_eager

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core.db import Rows, db
from hrcn_community.spaces.models import Space
from hrcn_community.workshops.models.statements import (
    FEWEST_COUNTED,
    Statement,
    StatementAuthor,
    Vote,
)
from hrcn_community.workshops.models.workshops import Workshop


@dataclass(frozen=True)
class BallotStatement:
    """A statement as it is voted on. `author` is empty under the Chatham House Rule."""

    ref: str
    post: int
    html: Markup
    choice: str
    is_mine: bool
    author: str


@dataclass(frozen=True)
class Ballot:
    """The statement that is shown now (or none), all of them in my order, and how many I voted on."""

    shown: BallotStatement | None
    statements: Sequence[BallotStatement]
    voted: int

    @property
    def total(self) -> int:
        return len(self.statements)

    @property
    def number(self) -> int:
        """The place of the shown statement in my order."""
        return self.statements.index(self.shown) + 1 if self.shown else 0


@dataclass(frozen=True)
class Result:
    """A statement with what may be told of its votes; None where that would be too few people."""

    ref: str
    post: int
    html: Markup
    counts: tuple[int, int, int] | None

    @property
    def total(self) -> int:
        return sum(self.counts or ())

    @property
    def agreement(self) -> float:
        """From -1 (all disagree) to 1 (all agree); what has no counts stands last."""
        if not self.counts:
            return -2
        return (self.counts[0] - self.counts[1]) / self.total

    @property
    def division(self) -> float:
        """1 where as many agree as disagree and nobody passes."""
        return 2 * min(self.counts[:2]) / self.total if self.counts else -1


def find_statement(slug: str, ref: str, *, viewer: AnyViewer) -> Statement | None:
    """Return a statement that stands, if its workshop and the room are open to `viewer`."""
    return db.session.scalar(_statements(slug, ref, viewer))


def find_own_statement(slug: str, ref: str, *, viewer: AnyViewer) -> Statement | None:
    """Return a statement that `viewer` made. Somebody else's is as unknown as one that never was."""
    return db.session.scalar(
        _statements(slug, ref, viewer)
        .join(StatementAuthor, StatementAuthor.statement_id == Statement.id)
        .where(StatementAuthor.person_id == viewer.id)
    )


def ballot(workshop: Workshop, post: int | None = None, *, viewer: AnyViewer) -> Ballot:
    """Return the statement to vote on: the one of number `post`, else the first not voted on.

    Everybody has an order of their own, always the same: no statement is favoured by its age.
    """
    rows = sorted(
        db.session.execute(_ballot_rows(workshop, viewer)).all(),
        key=lambda row: _shuffled(f"{viewer.id}:{row.ref}"),
    )
    statements = [_on_ballot(row) for row in rows]
    chosen = [each for each in statements if each.post == post]
    unseen = [each for each in statements if not each.choice]
    shown = next(iter(chosen or unseen), None)
    return Ballot(shown, statements, len(statements) - len(unseen))


def results(workshop: Workshop, *, order: str = "agreement") -> Sequence[Result]:
    """Return every statement with its votes, sorted by `agreement` or `division`.

    While the voting runs only released counts are told; afterwards the final ones.
    """
    counts = Statement.counts if workshop.has_voted else Statement.released
    rows = db.session.execute(
        select(Statement.ref, Post.number, Post.html, counts.label("counts"))
        .join(Post, Post.id == Statement.post_id)
        .where(Statement.workshop_id == workshop.id, Post.state == "published")
    ).all()
    found = [Result(row.ref, row.number, _safe(row.html), _told(row.counts)) for row in rows]
    by_division = order == "division"
    return sorted(
        found,
        key=lambda each: (-(each.division if by_division else each.agreement), _shuffled(each.ref)),
    )


def _told(counts: list[int]) -> tuple[int, int, int] | None:
    agree, disagree, passed = counts
    return (agree, disagree, passed) if sum(counts) >= FEWEST_COUNTED else None


def _statements(slug: str, ref: str, viewer: AnyViewer):
    return (
        select(Statement)
        .join(Statement.workshop)
        .join(Workshop.conversation)
        .join(Conversation.space)
        .join(Post, Post.id == Statement.post_id)
        .options(
            contains_eager(Statement.workshop)
            .contains_eager(Workshop.conversation)
            .contains_eager(Conversation.space)
        )
        .where(Workshop.slug == slug, Statement.ref == ref, Post.state == "published")
        .where(visible_to(viewer), Workshop.room_space_id.in_(viewer.space_ids))
    )


def _ballot_rows(workshop: Workshop, viewer: AnyViewer) -> Rows:
    mine = and_(Vote.statement_id == Statement.id, Vote.person_id == viewer.id)
    rows = (
        select(
            Statement.ref,
            Post.number,
            Post.html,
            Vote.choice,
            (StatementAuthor.person_id == viewer.id).label("is_mine"),
        )
        .join(Post, Post.id == Statement.post_id)
        .join(StatementAuthor, StatementAuthor.statement_id == Statement.id)
        .outerjoin(Vote, mine)
        .where(Statement.workshop_id == workshop.id, Post.state == "published")
    )
    if workshop.is_chatham:
        return rows.add_columns(literal("").label("author"))  # the name is not even loaded
    author = Person.id == StatementAuthor.person_id
    return rows.join(Person, author).add_columns(Person.name.label("author"))


def _on_ballot(row: Any) -> BallotStatement:
    return BallotStatement(
        ref=row.ref,
        post=row.number,
        html=_safe(row.html),
        choice=row.choice or "",
        is_mine=bool(row.is_mine),
        author=row.author,
    )


def _shuffled(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _safe(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - rendered and gated by core.richtext when it was written


def people_in_the_room(workshop: Workshop) -> int:
    """Return how many are in the workshop; under the Chatham House Rule nobody is told."""
    if workshop.is_chatham:
        return 0
    size = select(Space.member_count).where(Space.id == workshop.room_space_id)
    return db.session.scalar(size) or 0
