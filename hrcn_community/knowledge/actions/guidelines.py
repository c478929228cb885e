"""Drafting a guideline, commenting on its clauses, changing them, adopting a version."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions import (
    edit_post,
    follow,
    open_conversation,
    write_post,
)
from hrcn_community.conversations.actions.attaching import ChosenFile, attach
from hrcn_community.conversations.actions.newcomers import take_in
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref
from hrcn_community.core.text import slugify
from hrcn_community.knowledge.events import ClauseCommented, GuidelineAdopted, GuidelineDrafted
from hrcn_community.knowledge.models import (
    ROOM,
    AdoptedClause,
    Clause,
    Guideline,
    NothingToAdopt,
    TextChanged,
)
from hrcn_community.spaces.actions import open_space
from hrcn_community.spaces.models import Visibility


@dataclass(frozen=True)
class Drafted:
    """What somebody drafts: what a guideline is about, and its clauses in order (title, text)."""

    title: str
    summary: str
    clauses: Sequence[tuple[str, str]]
    language: str = "en"


def draft_guideline(drafted: Drafted, *, by: Viewer, slug: str = "") -> Guideline:
    """Put a draft before the network; the public reads nothing of it before its adoption."""
    slug = slug or f"{slugify(drafted.title)}-{new_ref(20)}"
    space = open_space(drafted.title, Visibility.NETWORK)
    summary = _conversation(space, drafted.title, f"/guidelines/{slug}", drafted, by)
    clauses = _conversation(space, drafted.title, f"/guidelines/{slug}", drafted, by)
    guideline = Guideline(
        slug=slug,
        summary=summary,
        clauses=clauses,
        summary_post_id=write_post(summary, drafted.summary, by=by).id,
        drafted_by_id=by.id,
        drafted_at=clock.now(),
    )
    db.session.add(guideline)
    db.session.flush()
    for number, (title, text) in enumerate(drafted.clauses, 1):
        _add_clause(guideline, number, title, text, drafted, by)
    record(GuidelineDrafted(guideline_id=guideline.id), by=by.id)
    return guideline


def comment_on_clause(
    clause: Clause, words: str, *, by: Viewer, files: Sequence[ChosenFile] = ()
) -> Post:
    """Say something about a clause; who comments follows from then on."""
    take_in(clause.space, words, by=by)
    post = write_post(clause.comments, words, by=by)
    attach(post, files, by=by)
    follow(clause.comments, by.id)
    record(ClauseCommented(clause_id=clause.id, post_id=post.id), by=by.id)
    return post


def change_clause(clause: Clause, words: str, *, over: int, reason: str, by: Viewer) -> bool:
    """Replace the draft of a clause; what was adopted stays as it was."""
    with_place = select(Post).options(joinedload(Post.conversation))
    post = db.session.scalars(with_place.where(Post.id == clause.post_id)).one()
    return edit_post(post, words, by=by, over=over, reason=reason)


def adopt_guideline(guideline: Guideline, seen: str, *, by: Viewer) -> None:
    """Adopt all clauses in the revisions `seen` as the next version; the first adoption opens the summary."""
    db.session.refresh(guideline, ["version", "adopted_at"], with_for_update=True)
    clauses = _held_clauses(guideline)
    if seen != "-".join(str(revision) for _, revision in clauses):
        raise TextChanged
    if guideline.version and not _differs(guideline, clauses):
        raise NothingToAdopt
    if guideline.adopted_at is None:
        guideline.summary.space = open_space(guideline.summary.title, Visibility.PUBLIC)
        guideline.summary.version += 1
    guideline.version += 1
    guideline.adopted_at, guideline.adopted_by_id = clock.now(), by.id
    db.session.add_all(_adopted(guideline, *each) for each in clauses)
    record(GuidelineAdopted(guideline_id=guideline.id, version=guideline.version), by=by.id)


def _add_clause(
    guideline: Guideline, number: int, title: str, text: str, drafted: Drafted, by: Viewer
) -> None:
    post = write_post(guideline.clauses, text, by=by, heading=title)
    comments = _conversation(
        guideline.clauses.space,
        f"{number}. {title}",
        f"{guideline.address}/clauses/{number}",
        drafted,
        by,
    )
    db.session.add(
        Clause(guideline=guideline, number=number, title=title, post_id=post.id, comments=comments)
    )
    follow(comments, by.id)


def _conversation(space, title: str, address: str, drafted: Drafted, by: Viewer) -> Conversation:
    return open_conversation(space, ROOM, title, address, by=by, language=drafted.language)


def _held_clauses(guideline: Guideline) -> list[tuple[Clause, int]]:
    """Return each clause and the revision of its text, held until the commit."""
    rows = db.session.execute(
        select(Clause, Post.revision)
        .join(Post, Post.id == Clause.post_id)
        .where(Clause.guideline_id == guideline.id)
        .order_by(Clause.number)
        .with_for_update(of=Post)
    )
    return [(clause, revision) for clause, revision in rows]


def _differs(guideline: Guideline, clauses: list[tuple[Clause, int]]) -> bool:
    adopted = db.session.execute(
        select(AdoptedClause.number, AdoptedClause.revision).where(
            AdoptedClause.guideline_id == guideline.id, AdoptedClause.version == guideline.version
        )
    )
    return {tuple(row) for row in adopted} != {(c.number, revision) for c, revision in clauses}


def _adopted(guideline: Guideline, clause: Clause, revision: int) -> AdoptedClause:
    return AdoptedClause(
        guideline_id=guideline.id,
        version=guideline.version,
        number=clause.number,
        title=clause.title,
        post_id=clause.post_id,
        revision=revision,
        adopted_at=clock.now(),
        adopted_by_id=guideline.adopted_by_id,
    )
