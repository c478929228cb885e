"""Looking through every word of every table for somebody's traces. Nothing here commits.

What points at them beyond doubt (mention, link to the profile, address) is taken out by rule, and so is
their name where nobody but its writer reads. Elsewhere a name may be anybody's: a person looks at it.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    String,
    Table,
    Text,
    and_,
    cast,
    false,
    or_,
    select,
    update,
)

from hrcn_community.accounts.ties import UNCHANGED
from hrcn_community.conversations.models import (
    Attachment,
    Conversation,
    Poll,
    PollChoice,
    Post,
    PostState,
    Revision,
)
from hrcn_community.core.db import Base, db
from hrcn_community.core.refs import new_ref
from hrcn_community.core.sealed_columns import is_shut, words_type
from hrcn_community.core.upsert import insert_or_ignore
from hrcn_community.notifications.models import Mail
from hrcn_community.privacy.actions.places import has_runner, place_of
from hrcn_community.privacy.actions.texts import find_anew, rewrite
from hrcn_community.privacy.models import LONGEST_KEY, Erasure, Naming
from hrcn_community.privacy.names import Traces, in_strings, texts_in
from hrcn_community.privacy.owned import every_owned
from hrcn_community.spaces.sealing import sealed_like

AT_ONCE = 50
# Nobody but whoever they belong to reads what stands in these, or nobody at all.
PRIVATE = {"drafts", "bookmarks", "notices", "mails", "events", "sent_forms", "sign_ins"}
PRIVATE |= {"passkeys", "linked_identities", "address_changes", "affiliations"}
# What was said to one person, or is known to those alone who decide on it.
PRIVATE |= {"space_removals", "unmaskings"}
# Of these the words are followed by what is made of them, or are no words.
APART = {"posts", "revisions", "erasures", "namings", "exports", "fadings"}
NO_WORDS = {"terms", "title_terms", "ref", "slug", "handle", "name_key", "name_skeleton"}
NO_WORDS |= {"handle_skeleton", "password_hash", "sealed", "lookup", "token_hash", "token"}
NO_WORDS |= {"device_hash", "digest", "voter", "print", "standing", "site_role", "uid"}
NO_WORDS |= {"credential_id", "public_key", "code_hash", "old_hash", "new_hash"}
OPEN_TO_SOME = (PostState.PUBLISHED, PostState.HIDDEN)  # others are their author's alone
BESIDE = (Post.heading, Post.taken_back_reason, Post.label_words)  # the words of a post
MADE = ("html", "bio_html")  # of another column: changed with it, looked at there
NO_WORDS_OF = {"name": {"people", "events", "stored_files"}}  # elsewhere it is what somebody typed


def tables() -> list[Table]:
    """Return the tables whose words are looked through one by one, always in the same order."""
    every = Base.metadata.sorted_tables
    return [t for t in every if t.name not in APART and UNCHANGED not in t.info]


def look_through_posts(traces: Traces, erasure: Erasure, after: int) -> int:
    """Look through some posts with all their versions; return after which to go on, or 0."""
    pieces = [*traces.pointers, *traces.pieces]
    versions = select(Revision.post_id).where(_holds(pieces, Revision.source, Revision.reason))
    said = _holds(pieces, *BESIDE, Post.source)
    some = select(Post.id).where(Post.id > after, or_(said, Post.id.in_(versions)))
    ids = db.session.scalars(some.order_by(Post.id).limit(AT_ONCE)).all()
    for id_ in ids:
        _look_at_post(traces, erasure, id_)
    return ids[-1] if len(ids) == AT_ONCE else 0


def _look_at_post(traces: Traces, erasure: Erasure, post_id: int) -> None:
    texts = words_of_post(post_id)
    if any(traces.without_pointers(text) != text for text in texts):
        rewrite(post_id, traces.without_pointers)
        texts = words_of_post(post_id)
    if any(traces.found_in(text) for text in texts):
        table = Base.metadata.tables["posts"]
        row = db.session.execute(select(table).where(table.c.id == post_id)).one()
        if row.state not in OPEN_TO_SOME or not _list(erasure, table, "source", row):
            rewrite(post_id, traces.without_names)


def words_of_post(post_id: int) -> list[str]:
    """Return all that a post says or ever said."""
    post = db.session.execute(select(Post.source, *BESIDE).where(Post.id == post_id)).one()
    versions = select(Revision.source, Revision.reason).where(Revision.post_id == post_id)
    return [*post, *(text for row in db.session.execute(versions) for text in row)]


def look_through(table: Table, traces: Traces, erasure: Erasure, private: Collection[str]) -> None:
    """Look through one table."""
    columns = words_in(table)
    if not columns:
        return
    pieces = [*traces.pointers, *traces.pieces]
    rows = select(table).where(_holds(pieces, *columns))
    if table is Mail.__table__:  # the last one to them is on its way
        rows = rows.where(table.c.recipient != traces.email)
    all_private = table.name in PRIVATE or table.name in private
    apart = _apart(table)
    for row in db.session.execute(rows).all():
        is_private = all_private or tuple(key_of(table, row)) in apart
        change = traces.without_names if is_private else traces.without_pointers
        change_row(table, row, change)
        named = [] if is_private else _naming(table, columns, row, traces)
        if named and not all(_list(erasure, table, column.key, row) for column in named):
            change_row(table, row, traces.without_names)  # of what stood before both were taken out


def _apart(table: Table) -> set[tuple[Any, ...]]:
    """Return the keys of the rows that nobody may look at in passing."""
    kept = [owned.apart[table.name] for owned in every_owned() if table.name in owned.apart]
    return {tuple(key) for select_ids in kept for key in db.session.execute(select_ids)}


def words_in(table: Table) -> list[Any]:
    """Return the columns of a table in which people's words stand."""
    return [
        column
        for column in table.columns
        if isinstance(words_type(column), (String, Text, JSON)) and not column.primary_key
        if column.key not in NO_WORDS and table.name not in NO_WORDS_OF.get(column.key, ())
    ]


def change_row(table: Table, row: Any, change: Callable[[str], str]) -> None:
    """Change every text of a row; what is made of it follows."""
    values = {column.key: getattr(row, column.key) for column in words_in(table)}
    changed = {name: in_strings(value, change) for name, value in values.items()}
    if changed == values:
        return
    written = sealed_like(table, row._mapping, changed)
    db.session.execute(update(table).where(*is_row(table, row)).values(written))
    if (which := _found_by(table, row)) is not None:
        find_anew(which)


def _found_by(table: Table, row: Any) -> ColumnElement[bool] | None:
    """Return which posts are found by the words of that row."""
    if table is Conversation.__table__:
        return and_(Post.conversation_id == row.id, Post.number == 1)
    if table in (Attachment.__table__, Poll.__table__):
        return Post.id == row.post_id
    if table is PollChoice.__table__:
        return Post.id.in_(select(Poll.post_id).where(Poll.id == row.poll_id))
    return None


def key_of(table: Table, row: Any) -> list[Any]:
    return [getattr(row, column.key) for column in table.primary_key.columns]


def is_row(table: Table, row: Any) -> Sequence[ColumnElement[bool]]:
    return [column == getattr(row, column.key) for column in table.primary_key.columns]


def _naming(table: Table, columns: Sequence[Any], row: Any, traces: Traces) -> list[Any]:
    return [
        column
        for column in columns
        if column.key not in MADE
        if any(
            traces.found_in(traces.without_pointers(text))
            for text in texts_in(getattr(row, column.key))
        )
    ]


def _list(erasure: Erasure, table: Table, part: str, row: Any) -> bool:
    """Let a person look at it; return whether there is one who may."""
    space_id, address = place_of(table, row)
    if not has_runner(space_id):
        return False
    key = ",".join(str(getattr(row, column.key)) for column in table.primary_key.columns)
    if len(key) > LONGEST_KEY:
        return False
    where = {"place": table.name, "part": part, "row": key}
    seen = {"space_id": space_id, "address": address[:200]}
    insert_or_ignore(Naming, ref=new_ref(), erasure_id=erasure.id, **where, **seen)
    return True


def _holds(pieces: Sequence[str], *columns: Any) -> ColumnElement[bool]:
    """Does any of the columns hold any of the pieces, in whatever case? What is encrypted may."""
    if not all(pieces):
        return and_(True)
    said = [
        cast(column, Text).icontains(piece, autoescape=True)
        for column in columns
        for piece in pieces
    ]
    return or_(false(), *said, *(is_shut(column) for column in columns))
