"""The practices and guidelines of the demonstration community."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from hrcn_community.conversations.models import Conversation
from hrcn_community.core.db import db
from hrcn_community.core.refs import seeded
from hrcn_community.demo.deeds import Deed, person
from hrcn_community.demo.people import ids_by_slug
from hrcn_community.demo.written import read, read_all
from hrcn_community.knowledge.actions.guidelines import (
    Drafted,
    adopt_guideline,
    comment_on_clause,
    draft_guideline,
)
from hrcn_community.knowledge.actions.practices import (
    Told,
    review_practice,
    submit_practice,
    verify_practice,
)
from hrcn_community.knowledge.models import Practice
from hrcn_community.knowledge.queries.guidelines import (
    find_clause,
    find_guideline,
    guideline_page,
)
from hrcn_community.knowledge.queries.practices import find_practice, find_review, practice_page
from hrcn_community.register.models import City, Term

DAYS_TO_REVIEW, DAYS_TO_VERIFY = 4, 6


def deeds() -> Iterator[Deed]:
    """Return what was done, each deed with its day."""
    threads = {
        each["key"]: each["title"] for file in read_all("threads") for each in file["thread"]
    }
    for written in read("practices")["practice"]:
        yield from _practice_deeds(written, threads)
    for written in read("guidelines")["guideline"]:
        yield from _guideline_deeds(written)


def _practice_deeds(written: dict[str, Any], threads: dict[str, str]) -> Iterator[Deed]:
    day = written["days_ago"]
    yield Deed(day, lambda: _submit(written))
    if "review" in written:
        yield Deed(day - DAYS_TO_REVIEW, lambda: _review(written))
    if "verified_by" in written:
        yield Deed(day - DAYS_TO_VERIFY, lambda: _verify(written))
    if "related" in written:  # the thread may be younger than the practice
        yield Deed(1, lambda: _relate(written["slug"], threads[written["related"]]))


def _guideline_deeds(written: dict[str, Any]) -> Iterator[Deed]:
    yield Deed(written["drafted_days_ago"], lambda: _draft(written))
    for comment in written["comment"]:
        yield Deed(comment["days_ago"], lambda each=comment: _comment(written["slug"], each))
    yield Deed(written["adopted_days_ago"], lambda: _adopt(written))


def _submit(written: dict[str, Any]) -> None:
    terms = ids_by_slug(Term)
    told = Told(
        title=written["title"],
        summary=written["summary"].strip(),
        details=written["body"].strip(),
        years=written["years"],
        language=written["language"],
        city_id=ids_by_slug(City)[written["city"]],
        term_ids=tuple(terms[slug] for slug in (*written["themes"], *written["instruments"])),
    )
    with seeded(f"practice {written['slug']}"):
        submit_practice(told, by=person(written["submitted_by"]), slug=written["slug"])


def _review(written: dict[str, Any]) -> None:
    by = person(written["reviewed_by"])
    found = find_review(written["slug"], viewer=by)
    assert found is not None  # noqa: S101 - it was submitted four days before
    with seeded(f"review {written['slug']}"):
        review_practice(found.practice, written["review"].strip(), is_ready=True, by=by)


def _verify(written: dict[str, Any]) -> None:
    by = person(written["verified_by"])
    practice = find_practice(written["slug"], viewer=by)
    assert practice is not None  # noqa: S101 - it was submitted six days before
    with seeded(f"verification {written['slug']}"):
        verify_practice(practice, practice_page(practice, viewer=by).seen, by=by)


def _relate(slug: str, title: str) -> None:
    practice = db.session.scalars(select(Practice).where(Practice.slug == slug)).one()
    thread = select(Conversation.id).where(Conversation.title == title)
    practice.related_id = db.session.scalars(thread).one()


def _draft(written: dict[str, Any]) -> None:
    drafted = Drafted(
        title=written["title"],
        summary=written["summary"].strip(),
        clauses=[(each["title"], each["body"].strip()) for each in written["clause"]],
        language=written["language"],
    )
    with seeded(f"guideline {written['slug']}"):
        draft_guideline(drafted, by=person(written["drafted_by"]), slug=written["slug"])


def _comment(slug: str, written: dict[str, Any]) -> None:
    by = person(written["author"])
    clause = find_clause(slug, written["clause"], viewer=by)
    assert clause is not None  # noqa: S101 - it was drafted before
    with seeded(f"comment {slug} {written['days_ago']}"):
        comment_on_clause(clause, written["body"].strip(), by=by)


def _adopt(written: dict[str, Any]) -> None:
    by = person(written["adopted_by"])
    guideline = find_guideline(written["slug"], viewer=by)
    assert guideline is not None  # noqa: S101 - it was drafted before
    with seeded(f"adoption {written['slug']}"):
        adopt_guideline(guideline, guideline_page(guideline, viewer=by).seen, by=by)
