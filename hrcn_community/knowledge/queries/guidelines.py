"""Guidelines and their clauses as a viewer may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import and_, case, select
from sqlalchemy.orm import contains_eager, joinedload

from hrcn_community.access.predicates import reads
from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, Post, PostState, Revision
from hrcn_community.conversations.queries import PostPage, audience_size, how_read, posts_from
from hrcn_community.conversations.queries.files import ShownFile, files_of
from hrcn_community.conversations.queries.folding import posts_read_by
from hrcn_community.conversations.shown import ShownPost
from hrcn_community.core.db import Rows, db
from hrcn_community.knowledge.models import AdoptedClause, Clause, Guideline
from hrcn_community.knowledge.queries.texts import Text, texts
from hrcn_community.spaces.models import Space

MOST = 50


@dataclass(frozen=True)
class GuidelineRow:
    """A guideline as a list shows it."""

    title: str
    href: str
    summary: Markup
    lang: str
    version: int
    adopted_at: datetime | None


@dataclass(frozen=True)
class ShownClause:
    """A clause with the words that count: the adopted ones, else the draft."""

    number: int
    title: str
    address: str
    html: Markup
    draft: Markup
    source: str
    revision: int
    has_newer_draft: bool
    comment_count: int


@dataclass(frozen=True)
class GuidelinePage:
    """Everything that the page of one guideline shows this viewer."""

    guideline: Guideline
    summary: Text | None
    clauses: Sequence[ShownClause]
    adopter: Any | None
    reads_clauses: bool

    @property
    def seen(self) -> str:
        """The revisions that stand on the page, which an adoption names."""
        return "-".join(str(clause.revision) for clause in self.clauses)

    @property
    def can_be_adopted(self) -> bool:
        is_new = self.guideline.version == 0
        return self.reads_clauses and (is_new or any(c.has_newer_draft for c in self.clauses))


@dataclass(frozen=True)
class ClausePage:
    """One clause with what was said about it."""

    clause: Clause
    shown: ShownClause
    title: str
    comments: Sequence[ShownPost]
    files: dict[int, tuple[ShownFile, ...]]
    range: PostPage
    last_read: int
    clauses: Sequence[ShownClause]
    audience: int

    @property
    def new_from(self) -> int:
        return self.last_read + 1 if 0 < self.last_read < self.clause.comments.last_number else 0


def find_guideline(slug: str, *, viewer: AnyViewer) -> Guideline | None:
    """Return the guideline with its two conversations, if its summary is open to `viewer`."""
    return db.session.scalar(
        select(Guideline)
        .join(Guideline.summary)
        .join(Conversation.space)
        .options(
            contains_eager(Guideline.summary).contains_eager(Conversation.space),
            joinedload(Guideline.clauses).joinedload(Conversation.space),
        )
        .where(Guideline.slug == slug, visible_to(viewer))
    )


def find_clause(slug: str, number: int, *, viewer: AnyViewer) -> Clause | None:
    """Return a clause with its comments and guideline, if the clauses are open to `viewer`."""
    return db.session.scalar(
        select(Clause)
        .join(Clause.guideline)
        .join(Clause.comments)
        .join(Conversation.space)
        .options(
            contains_eager(Clause.comments).contains_eager(Conversation.space),
            contains_eager(Clause.guideline)
            .joinedload(Guideline.summary)
            .joinedload(Conversation.space),
        )
        .where(Guideline.slug == slug, Clause.number == number, visible_to(viewer))
    )


def guidelines(*, viewer: AnyViewer, most: int = MOST) -> Sequence[GuidelineRow]:
    """Return the guidelines that are open to `viewer`, the latest adopted first, drafts at the end."""
    words = case((Post.state == PostState.PUBLISHED, Post.html), else_="")
    rows = db.session.execute(
        select(
            Guideline.slug,
            Guideline.version,
            Guideline.adopted_at,
            Conversation.title,
            Conversation.language,
            words.label("html"),
        )
        .join(Conversation, Conversation.id == Guideline.summary_id)
        .join(Space, Space.id == Conversation.space_id)
        .join(Post, Post.id == Guideline.summary_post_id)
        .where(visible_to(viewer))
        .order_by(Guideline.version == 0, Guideline.adopted_at.desc(), Guideline.id.desc())
        .limit(most)
    )
    return [_row(row) for row in rows]


def guideline_page(guideline: Guideline, *, viewer: AnyViewer) -> GuidelinePage:
    space = guideline.clauses.space
    reads_clauses = reads(viewer, space.id, space.visibility)
    return GuidelinePage(
        guideline=guideline,
        summary=texts([guideline.summary_post_id]).get(guideline.summary_post_id),
        clauses=_clauses(_clause_rows(guideline)) if reads_clauses else [],
        adopter=_adopter(guideline),
        reads_clauses=reads_clauses,
    )


def clause_page(clause: Clause, number: int, *, viewer: AnyViewer) -> ClausePage:
    """Return a clause with the page of its comments that holds comment `number`."""
    page, address = posts_from(clause.comments, number), clause.comments.address
    comments = posts_read_by(page.posts, address, viewer=viewer)
    clauses = _clauses(_clause_rows(clause.guideline))
    return ClausePage(
        clause=clause,
        shown=next(each for each in clauses if each.number == clause.number),
        title=clause.guideline.summary.title,
        comments=comments,
        files=files_of(comments),
        range=page,
        last_read=how_read(clause.comments, viewer=viewer)[0],
        clauses=clauses,
        audience=audience_size(clause.space),
    )


def _row(row: Any) -> GuidelineRow:
    return GuidelineRow(
        title=row.title,
        href=f"/guidelines/{row.slug}",
        summary=Markup(row.html),  # noqa: S704 - rendered and gated when it was written
        lang=row.language,
        version=row.version,
        adopted_at=row.adopted_at,
    )


def _clause_rows(guideline: Guideline) -> Rows:
    is_adopted = and_(
        AdoptedClause.guideline_id == Clause.guideline_id,
        AdoptedClause.number == Clause.number,
        AdoptedClause.version == guideline.version,
    )
    return (
        select(
            Clause.number,
            Clause.title,
            Conversation.address,
            Conversation.post_count,
            Post.state,
            Post.html,
            Post.source,
            Post.revision,
            AdoptedClause.revision.label("adopted_revision"),
            Revision.html.label("adopted_html"),
        )
        .join(Post, Post.id == Clause.post_id)
        .join(Conversation, Conversation.id == Clause.comments_id)
        .outerjoin(AdoptedClause, is_adopted)
        .outerjoin(
            Revision,
            and_(
                Revision.post_id == AdoptedClause.post_id,
                Revision.number == AdoptedClause.revision,
            ),
        )
        .where(Clause.guideline_id == guideline.id)
        .order_by(Clause.number)
    )


def _clauses(rows: Rows) -> list[ShownClause]:
    return [_clause(row) for row in db.session.execute(rows)]


def _clause(row: Any) -> ShownClause:
    stands = row.state == PostState.PUBLISHED
    draft = Markup(row.html if stands else "")  # noqa: S704 - rendered and gated when written
    # What is hidden is hidden with every version; what is taken back stays adopted.
    is_hidden = row.state == PostState.HIDDEN
    adopted = Markup("" if is_hidden else row.adopted_html or "")  # noqa: S704 - likewise
    return ShownClause(
        number=row.number,
        title=row.title,
        address=row.address,
        html=adopted if row.adopted_revision else draft,
        draft=draft,
        source=row.source if stands else "",
        revision=row.revision,
        has_newer_draft=bool(row.adopted_revision) and row.adopted_revision != row.revision,
        comment_count=row.post_count,
    )


def _adopter(guideline: Guideline) -> Any | None:
    return db.session.execute(
        select(Person.name, Person.handle).where(Person.id == (guideline.adopted_by_id or 0))
    ).one_or_none()
