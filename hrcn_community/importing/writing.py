"""Writing what was told elsewhere: many posts at a time, as rows. Nothing here commits.

The rows are those that the actions would have left, their notices excepted; the dates are the old ones.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC
from typing import Any

from sqlalchemy import bindparam, select, update

from hrcn_community.conversations.models import Conversation, ConversationDay, Post, Quote, Revision
from hrcn_community.core import clock, richtext
from hrcn_community.core.db import db, take_turn
from hrcn_community.core.events import Entry
from hrcn_community.core.languages import guess_language
from hrcn_community.core.text import stems
from hrcn_community.core.upsert import add, insert_new
from hrcn_community.discussions.models import ROOM, Thread
from hrcn_community.importing.authors import Authors
from hrcn_community.importing.events import ConversationImported
from hrcn_community.importing.index import Index
from hrcn_community.importing.many_rows import add_rows, numbers_for
from hrcn_community.importing.models import ImportedItem, ImportedSeat
from hrcn_community.importing.plain import Words
from hrcn_community.importing.telling import Talk, Told, ref_of

ENOUGH = 400  # posts that are written together
Group = tuple[Talk, list[Told]]
Row = dict[str, Any]
Rows = dict[Any, list[Row]]
COUNTED = (  # the first says which row, the last three are not changed
    "id", "last_number", "post_count", "last_post_at", "last_author_id", "version", "language", "title",
    "space_id",
)  # fmt: skip


class Writer:
    """Collects what was told until there is enough of it, then writes it."""

    def __init__(self, source_id: int, by: int, index: Index) -> None:
        self.source_id, self.by, self.index = source_id, by, index
        self.authors = Authors()
        self.groups: list[Group] = []
        self.waiting = self.written = 0

    @property
    def has_enough(self) -> bool:
        return self.waiting >= ENOUGH

    def add(self, talk: Talk, told: Told) -> None:
        if not self.groups or self.groups[-1][0] is not talk:
            self.groups.append((talk, []))
        self.groups[-1][1].append(told)
        self.waiting += len(told.words)

    def write(self) -> None:
        """Write what has been collected; to be committed at once."""
        groups, self.groups = self.groups, []
        take_turn(f"import {self.source_id}")
        told = [each for _, some in groups for each in some]
        seats = [author for talk, _ in groups for author in talk.seats]
        self.authors.know([*(each.author for each in told), *seats])
        standing = _standing([talk for talk, _ in groups if talk.id])
        rows: Rows = defaultdict(list)
        opened = iter(numbers_for(Conversation, len(groups) - len(standing)))
        ids = iter(numbers_for(Post, self.waiting))
        for talk, some in groups:
            is_new = talk.id not in standing
            row = self._opened(talk, some[0], next(opened), rows) if is_new else standing[talk.id]
            self._posts(row, some, ids, rows)
            rows[ConversationDay if is_new else "days"] += _days(row["id"], some)
        for model in (Conversation, Thread, Post, Revision, ImportedItem, Entry, ConversationDay):
            add_rows(model, rows[model])
        insert_new(ImportedSeat, rows[ImportedSeat])
        _count_standing(standing, rows["days"])
        link_quotes(self.index, ((each.external, other) for each in told for other in each.quotes))
        self.written += self.waiting
        self.waiting = 0

    def _opened(self, talk: Talk, first: Told, id_: int, rows: Rows) -> Row:
        """Return the row of a conversation that does not stand yet, still empty."""
        is_apart = talk.is_apart or bool(talk.id)  # it was moved, or is gone, since we looked
        talk.id = id_
        external = f"{talk.external} {first.external}" if is_apart else talk.external
        ref, author = ref_of(self.source_id, external), self.authors.id_of(first.author)
        seats = {self.authors.id_of(each) for each in talk.seats}
        rows[ImportedSeat] += [
            {"space_id": talk.space_id, "person_id": id_} for id_ in sorted(seats)
        ]
        rows[Thread].append({"ref": ref, "conversation_id": talk.id, "author_id": author})
        row = {
            "id": talk.id,
            "space_id": talk.space_id,
            "room": ROOM,
            "title": talk.title,
            "address": f"/threads/{ref}",
            "language": guess_language(f"{talk.title}\n{first.words[0].source}", "en"),
            "started_by_id": author,
            "started_at": first.at,
            "closed_at": clock.now() if talk.is_closed else None,
            "last_post_at": first.at,
            "last_author_id": author,
            "last_number": 0,
            "post_count": 0,
            "version": 0,
        }
        rows[Conversation].append(row)
        return row

    def _posts(self, talk: Row, some: list[Told], ids: Iterator[int], rows: Rows) -> None:
        """Collect the rows of posts that come to the end of a conversation, and count them in its row."""
        before = talk["last_number"]
        for told in some:
            author_id = self.authors.id_of(told.author)
            for part, words in enumerate(told.words):
                talk["last_number"] = number = talk["last_number"] + 1
                place = {"id": next(ids), "conversation_id": talk["id"], "number": number}
                rows[Post].append(self._post(told, part, talk, number) | place)
                rows[Revision].append(_revision(place["id"], words, author_id, told.at))
                rows[ImportedItem].append(self._item(told, part, place["id"], talk["id"]))
                if not part:
                    at = talk["id"], number, talk["space_id"]
                    self.index.set_done(told.external, place["id"], *at)
            if told.at >= talk["last_post_at"]:
                talk |= {"last_post_at": told.at, "last_author_id": author_id}
        count = talk["last_number"] - before
        talk |= {"post_count": talk["post_count"] + count, "version": talk["version"] + count}
        rows[Entry].append(self._entry(talk["id"], count))

    def _post(self, told: Told, part: int, talk: Row, number: int) -> Row:
        words, language = told.words[part], talk["language"]
        external = told.external if not part else f"{told.external} {part}"
        guessed = guess_language(words.source, language)
        return {
            "ref": ref_of(self.source_id, external),
            "author_id": self.authors.id_of(told.author),
            "language": guessed,
            "source": words.source,
            "html": words.html,
            "rendered_with": richtext.VERSION,
            "title_terms": stems(talk["title"], language) if number == 1 else "",
            "terms": stems(richtext.plain(words.html), guessed),
            "created_at": told.at,
        }

    def _item(self, told: Told, part: int, post_id: int, conversation_id: int) -> Row:
        return {
            "source_id": self.source_id,
            "external": told.external,
            "part": part,
            "post_id": post_id,
            "conversation_id": conversation_id,
        }

    def _entry(self, conversation_id: int, posts: int) -> Row:
        """One event for the conversation, handled already: nothing follows from it."""
        event, now = (
            ConversationImported(
                source_id=self.source_id, conversation_id=conversation_id, posts=posts
            ),
            clock.now(),
        )
        name, facts = type(event).__name__, asdict(event)
        when = {"happened_at": now, "due_at": now, "handled_at": now}
        return {"name": name, "facts": facts, "actor_id": self.by, **when}


def link_quotes(index: Index, pairs: Any) -> None:
    """Keep these quotes, (quoting, quoted) of one space, unless they are kept already, and count them."""
    rows = []
    for quoting, quoted in pairs:
        one, other = index.done(quoting), index.done(quoted)
        is_whole = one and other and one[0] and other[0]
        if is_whole and one[0] != other[0] and one[3] == other[3]:
            rows.append({"post_id": one[0], "quoted_id": other[0], "quoted_revision": 1})
    new = [row for row in rows if not _is_kept(row)]
    if not new:
        return
    insert_new(Quote, new)
    table: Any = Post.__table__
    counted = Counter(row["quoted_id"] for row in {tuple(r.items()): r for r in new}.values())
    db.session.execute(
        update(table)
        .where(table.c.id == bindparam("quoted"))
        .values(quoted_count=table.c.quoted_count + bindparam("times")),
        [{"quoted": id_, "times": times} for id_, times in sorted(counted.items())],
    )
    db.session.execute(
        update(table).where(table.c.id == bindparam("quoting")).values(has_quotes=True),
        [{"quoting": id_} for id_ in sorted({row["post_id"] for row in new})],
    )


def _is_kept(row: dict[str, int]) -> bool:
    return db.session.get(Quote, (row["post_id"], row["quoted_id"])) is not None


def _revision(post_id: int, words: Words, author_id: int, at: Any) -> Row:
    said = {"source": words.source, "html": words.html}
    return {"post_id": post_id, "number": 1, **said, "written_by_id": author_id, "written_at": at}


def _standing(talks: Sequence[Talk]) -> dict[int, Row]:
    """Return what is counted in the rows of conversations that stand, and let nobody else count.

    One that stands in another space by now is none of them: who reads there may not read what is new.
    """
    spaces = {talk.id: talk.space_id for talk in talks}
    found = db.session.execute(
        select(*(getattr(Conversation, name) for name in COUNTED))
        .where(Conversation.id.in_(spaces))
        .order_by(Conversation.id)
        .with_for_update()
    )
    return {row.id: dict(row._mapping) for row in found if row.space_id == spaces[row.id]}


def _count_standing(rows: dict[int, Row], days: Sequence[Row]) -> None:
    table: Any = Conversation.__table__
    if rows:
        counted = [{f"new_{name}": row[name] for name in COUNTED} for row in rows.values()]
        values = {name: bindparam(f"new_{name}") for name in COUNTED[1:6]}
        db.session.execute(
            update(table).where(table.c.id == bindparam("new_id")).values(values), counted
        )
    for day in days:
        place = {name: day[name] for name in ("conversation_id", "day")}
        add(ConversationDay, place, {"score": day["score"]})


def _days(conversation_id: int, some: Sequence[Told]) -> list[Row]:
    days = Counter(told.at.astimezone(UTC).date() for told in some)
    place = {"conversation_id": conversation_id}
    return [place | {"day": day, "score": score} for day, score in sorted(days.items())]
