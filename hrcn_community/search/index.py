"""Asking the index of either database for runs of stems, in its own language."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, TextualSelect, bindparam, false, text

from hrcn_community.conversations.models import Post
from hrcn_community.core.db import db
from hrcn_community.search.runs import Either, Run


def holds(wanted: Sequence[Either], unwanted: Sequence[Either] = ()) -> ColumnElement[bool]:
    """Return the condition that a Post holds each of `wanted` and none of `unwanted`."""
    if not wanted:
        return ~Post.id.in_(found_by([_either_of(unwanted)]))
    return Post.id.in_(found_by(wanted, unwanted))


def title_holds(either: Either) -> ColumnElement[bool]:
    """Return the condition that the title above a Post holds any of those runs."""
    return Post.id.in_(found_by([either], in_title=True)) if either else false()


def found_by(
    wanted: Sequence[Either], unwanted: Sequence[Either] = (), *, in_title: bool = False
) -> TextualSelect:
    """Select the ids of the posts that the index knows to hold each of `wanted` and none of `unwanted`."""
    if db.engine.dialect.name == "sqlite":
        expression = _for_sqlite(wanted, unwanted)
        expression = f"title_terms : ({expression})" if in_title else expression
        found = text("SELECT rowid FROM post_index WHERE post_index MATCH :expression")
    else:
        expression = _for_postgresql(wanted, unwanted)
        column = "title" if in_title else "document"
        found = text(
            f"SELECT post_id FROM post_index WHERE {column} @@ CAST(:expression AS tsquery)"  # noqa: S608
        )
    # Several stand in one statement: each has a name of its own.
    asked = bindparam("expression", expression, unique=True)
    return found.bindparams(asked).columns(Post.id)


def _for_sqlite(wanted: Sequence[Either], unwanted: Sequence[Either]) -> str:
    def said(run: Run) -> str:
        return f'"{" ".join(run.stems)}"{"*" if run.is_beginning else ""}'

    whole = " AND ".join(f"({' OR '.join(map(said, either))})" for either in wanted)
    without = " OR ".join(map(said, _either_of(unwanted)))
    return f"({whole}) NOT ({without})" if without else whole


def _for_postgresql(wanted: Sequence[Either], unwanted: Sequence[Either]) -> str:
    def said(run: Run) -> str:
        row = " <-> ".join(f"'{stem}'" for stem in run.stems)
        return f"({row}{':*' if run.is_beginning else ''})"

    whole = " & ".join(f"({' | '.join(map(said, either))})" for either in wanted)
    without = " | ".join(map(said, _either_of(unwanted)))
    return f"({whole}) & !({without})" if without else whole


def _either_of(parts: Sequence[Either]) -> Either:
    return tuple(dict.fromkeys(run for either in parts for run in either))
