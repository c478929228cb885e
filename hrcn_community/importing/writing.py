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
from hrcn_community.importing.telling import Talk, Told, ref_of

ENOUGH = 400  # posts that are written together
Group = tuple[Talk, list[Told]]
Rows = dict[Any, list[dict[str, Any]]]


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
        self._open([group for group in groups if not group[0].id])
        rows: Rows = defaultdict(list)
        ids = iter(numbers_for(Post, self.waiting))
        for talk, some in groups:
            self._posts(talk, some, ids, rows)
        for model in (Post, Revision, ImportedItem, Entry):
            add_rows(model, rows[model])
        self._quotes(told)
        self.written += self.waiting
        self.waiting = 0

    def _open(self, groups: Sequence[Group]) -> None:
        """Add the conversations that do not stand yet, empty."""
        ids = numbers_for(Conversation, len(groups))
        rows: Rows = defaultdict(list)
        for id_, (talk, some) in zip(ids, groups, strict=True):
            talk.id = id_
            first = some[0]
            talk.language = guess_language(f"{talk.title}\n{first.words[0].source}", "en")
            rows[Conversation].append(self._conversation(talk, first))
            ref, author = ref_of(self.source_id, talk.external), self.authors.id_of(first.author)
            rows[Thread].append({"ref": ref, "conversation_id": id_, "author_id": author})
            seats = {self.authors.id_of(author) for author in talk.seats}
            rows[ImportedSeat] += [
                {"space_id": talk.space_id, "person_id": id_} for id_ in sorted(seats)
            ]
        for model in (Conversation, Thread):
            add_rows(model, rows[model])
        insert_new(ImportedSeat, rows[ImportedSeat])

    def _conversation(self, talk: Talk, first: Told) -> dict[str, Any]:
        author = self.authors.id_of(first.author)
        return {
            "id": talk.id,
            "space_id": talk.space_id,
            "room": ROOM,
            "title": talk.title,
            "address": f"/threads/{ref_of(self.source_id, talk.external)}",
            "language": talk.language,
            "started_by_id": author,
            "started_at": first.at,
            "closed_at": clock.now() if talk.is_closed else None,
            "last_post_at": first.at,
            "last_author_id": author,
        }

    def _posts(self, talk: Talk, some: list[Told], ids: Iterator[int], rows: Rows) -> None:
        """Collect the rows of posts that come to the end of a conversation, and count them there."""
        conversation = db.session.execute(
            select(
                Conversation.last_number,
                Conversation.last_post_at,
                Conversation.last_author_id,
                Conversation.language,
                Conversation.title,
            )
            .where(Conversation.id == talk.id)
            .with_for_update()
        ).one()
        number, last = conversation.last_number, (conversation.last_post_at, conversation[2])
        for told in some:
            author_id = self.authors.id_of(told.author)
            for part, words in enumerate(told.words):
                number, id_ = number + 1, next(ids)
                post = self._post(talk, told, part, conversation.language)
                place = {"id": id_, "conversation_id": talk.id, "number": number}
                terms = {"title_terms": stems(conversation.title, conversation.language)}
                rows[Post].append(post | place | (terms if number == 1 else {"title_terms": ""}))
                rows[Revision].append(_revision(id_, words.source, words.html, author_id, told.at))
                rows[ImportedItem].append(self._item(told, part, id_, talk.id))
                if not part:
                    self.index.set_done(told.external, id_, talk.id, number)
            last = max(last, (told.at, author_id), key=lambda each: each[0])
        count = number - conversation.last_number
        self._count(talk, number, count, last)
        _lively(talk.id, some)
        rows[Entry].append(self._entry(talk.id, count))

    def _post(self, talk: Talk, told: Told, part: int, language: str) -> dict[str, Any]:
        words = told.words[part]
        external = told.external if not part else f"{told.external} {part}"
        guessed = guess_language(words.source, language)
        return {
            "ref": ref_of(self.source_id, external),
            "author_id": self.authors.id_of(told.author),
            "language": guessed,
            "source": words.source,
            "html": words.html,
            "rendered_with": richtext.VERSION,
            "terms": stems(richtext.plain(words.html), guessed),
            "created_at": told.at,
        }

    def _item(self, told: Told, part: int, post_id: int, conversation_id: int) -> dict[str, Any]:
        return {
            "source_id": self.source_id,
            "external": told.external,
            "part": part,
            "post_id": post_id,
            "conversation_id": conversation_id,
        }

    def _entry(self, conversation_id: int, posts: int) -> dict[str, Any]:
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

    def _count(self, talk: Talk, number: int, count: int, last: tuple[Any, int | None]) -> None:
        at, author_id = last
        db.session.execute(
            update(Conversation)
            .where(Conversation.id == talk.id)
            .values(
                last_number=number,
                post_count=Conversation.post_count + count,
                last_post_at=at,
                last_author_id=author_id,
                version=Conversation.version + count,
            )
        )

    def _quotes(self, told: Sequence[Told]) -> None:
        """Keep who quotes whom, as far as both are written by now."""
        link_quotes(
            self.index, ((each.external, quoted) for each in told for quoted in each.quotes)
        )


def link_quotes(index: Index, pairs: Any) -> None:
    """Keep these quotes, (quoting, quoted), unless they are kept already, and count them."""
    rows = []
    for quoting, quoted in pairs:
        one, other = index.done(quoting), index.done(quoted)
        if one and other and one[0] and other[0] and one[0] != other[0]:
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


def _revision(post_id: int, source: str, html: str, author_id: int, at: Any) -> dict[str, Any]:
    words = {"source": source, "html": html, "written_by_id": author_id, "written_at": at}
    return {"post_id": post_id, "number": 1, **words}


def _lively(conversation_id: int, some: Sequence[Told]) -> None:
    days = Counter(told.at.astimezone(UTC).date() for told in some)
    for day, score in sorted(days.items()):
        add(ConversationDay, {"conversation_id": conversation_id, "day": day}, {"score": score})
