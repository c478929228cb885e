"""Writing what was told elsewhere: many posts at a time, as rows. Nothing here commits.

The rows are those that the actions would have left, their notices excepted; the dates are the old ones.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC
from typing import Any

from hrcn_community.conversations.models import Conversation, ConversationDay, Post, Revision
from hrcn_community.core import clock, richtext
from hrcn_community.core.db import take_turn
from hrcn_community.core.events import Entry
from hrcn_community.core.languages import guess_language
from hrcn_community.core.terms import terms
from hrcn_community.core.upsert import insert_new
from hrcn_community.discussions.models import ROOM, Thread
from hrcn_community.importing.authors import Authors
from hrcn_community.importing.events import ConversationImported
from hrcn_community.importing.index import Index
from hrcn_community.importing.many_rows import add_rows, numbers_for
from hrcn_community.importing.models import ImportedItem, ImportedSeat
from hrcn_community.importing.plain import Words
from hrcn_community.importing.quoting import link_quotes
from hrcn_community.importing.standing import Row, count_standing, standing_rows
from hrcn_community.importing.telling import Author, Talk, Told, ref_of

ENOUGH = 400  # posts that are written together
MOST_LETTERS = 500_000  # of them; one message is never cut in two, or half of it would count as all
Rows = dict[Any, list[Row]]


@dataclass(frozen=True)
class Ready:
    """A message with what takes time found out: the language of each part, and the terms of its words."""

    told: Told
    found: list[tuple[str, str]]


Group = tuple[Talk, list[Ready]]


class Writer:
    """Collects what was told until there is enough of it, then writes it.

    While it writes, nobody else can write on SQLite: so it thinks before.
    """

    def __init__(self, source_id: int, by: int, index: Index) -> None:
        self.source_id, self.by, self.index = source_id, by, index
        self.authors = Authors()
        self.groups: list[Group] = []
        self.seats: list[tuple[str, int, Author]] = []
        self.waiting = self.letters = self.written = 0

    @property
    def has_enough(self) -> bool:
        return self.waiting >= ENOUGH or self.letters >= MOST_LETTERS

    def add(self, talk: Talk, told: Told) -> None:
        if not self.groups or self.groups[-1][0] is not talk:
            self.groups.append((talk, []))
            self.seat(talk)
        self._think_of(talk, told)
        found = [_found_in(words, talk.language) for words in told.words]
        self.groups[-1][1].append(Ready(told, found))
        self.waiting += len(told.words)
        self.letters += sum(len(words.html) for words in told.words)

    def seat(self, talk: Talk) -> None:
        """Collect the seats that were not given before: who took theirs is not offered it again."""
        for author in talk.seats:
            name = f"seat {ref_of(self.source_id, f'{talk.space_id} {author.lookup}')}"
            if not self.index.done(name):
                self.index.set_done(name, None, None, None, None)
                self.seats.append((name, talk.space_id, author))

    def _think_of(self, talk: Talk, first: Told) -> None:
        """Find out the language of a conversation, and by which words its title is found."""
        if not talk.language:
            opening = f"{talk.title}\n{first.words[0].source}"
            known = self.index.language_of(talk.id) if talk.id else ""
            talk.language = known or guess_language(opening, "en")
            talk.title_terms = terms(talk.title, talk.language)

    def write(self) -> None:
        """Write what has been collected; to be committed at once."""
        groups, self.groups = self.groups, []
        seats, self.seats = self.seats, []
        take_turn(f"import {self.source_id}")
        told = [each.told for _, some in groups for each in some]
        self.authors.know([*(each.author for each in told), *(author for *_, author in seats)])
        standing = standing_rows([talk for talk, _ in groups if talk.id])
        rows: Rows = defaultdict(list)
        opened = iter(numbers_for(Conversation, len(groups) - len(standing)))
        ids = iter(numbers_for(Post, self.waiting))
        for talk, some in groups:
            is_new = talk.id not in standing
            row = (
                self._opened(talk, some[0].told, next(opened), rows)
                if is_new
                else standing[talk.id]
            )
            self._posts(talk, row, some, ids, rows)
            rows[ConversationDay if is_new else "days"] += _days(
                row["id"], [each.told for each in some]
            )
        rows[ImportedItem] += [self._item(name) for name, *_ in seats]
        taken = [{"space_id": at, "person_id": self.authors.id_of(who)} for _, at, who in seats]
        for model in (Conversation, Thread, Post, Revision, ImportedItem, Entry, ConversationDay):
            add_rows(model, rows[model])
        insert_new(ImportedSeat, taken)
        count_standing(standing, rows["days"])
        link_quotes(self.index, ((each.external, other) for each in told for other in each.quotes))
        self.written += self.waiting
        self.waiting = self.letters = 0

    def _opened(self, talk: Talk, first: Told, id_: int, rows: Rows) -> Row:
        """Return the row of a conversation that does not stand yet, still empty."""
        is_apart = talk.is_apart or bool(talk.id)  # it was moved, or is gone, since we looked
        talk.id = id_
        external = f"{talk.external} {first.external}" if is_apart else talk.external
        ref, author = ref_of(self.source_id, external), self.authors.id_of(first.author)
        rows[Thread].append({"ref": ref, "conversation_id": talk.id, "author_id": author})
        row = {
            "id": talk.id,
            "space_id": talk.space_id,
            "room": ROOM,
            "title": talk.title,
            "address": f"/threads/{ref}",
            "language": talk.language,
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

    def _posts(
        self, talk: Talk, row: Row, some: list[Ready], ids: Iterator[int], rows: Rows
    ) -> None:
        """Collect the rows of posts that come to the end of a conversation, and count them in its row."""
        before = row["last_number"]
        for ready in some:
            told, author_id = ready.told, self.authors.id_of(ready.told.author)
            for part, words in enumerate(told.words):
                row["last_number"] = number = row["last_number"] + 1
                place = {"id": next(ids), "conversation_id": row["id"], "number": number}
                titled = {"title_terms": talk.title_terms if number == 1 else ""}
                rows[Post].append(self._post(ready, part) | titled | place)
                rows[Revision].append(_revision(place["id"], words, author_id, told.at))
                rows[ImportedItem].append(self._item(told.external, part, place["id"], row["id"]))
                if not part:
                    at = row["id"], number, row["space_id"]
                    self.index.set_done(told.external, place["id"], *at)
            if told.at >= row["last_post_at"]:
                row |= {"last_post_at": told.at, "last_author_id": author_id}
        count = row["last_number"] - before
        row |= {"post_count": row["post_count"] + count, "version": row["version"] + count}
        rows[Entry].append(self._entry(row["id"], count))

    def _post(self, ready: Ready, part: int) -> Row:
        told, words, (language, found) = ready.told, ready.told.words[part], ready.found[part]
        external = told.external if not part else f"{told.external} {part}"
        return {
            "ref": ref_of(self.source_id, external),
            "author_id": self.authors.id_of(told.author),
            "language": language,
            "source": words.source,
            "html": words.html,
            "rendered_with": richtext.VERSION,
            "terms": found,
            "created_at": told.at,
        }

    def _item(self, external: str, part: int = 0, post_id: Any = None, talk_id: Any = None) -> Row:
        return {
            "source_id": self.source_id,
            "external": external,
            "part": part,
            "post_id": post_id,
            "conversation_id": talk_id,
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


def _found_in(words: Words, otherwise: str) -> tuple[str, str]:
    language = guess_language(words.source, otherwise)
    return language, terms(richtext.plain(words.html), language)


def _revision(post_id: int, words: Words, author_id: int, at: Any) -> Row:
    said = {"source": words.source, "html": words.html}
    return {"post_id": post_id, "number": 1, **said, "written_by_id": author_id, "written_at": at}


def _days(conversation_id: int, some: Sequence[Told]) -> list[Row]:
    days = Counter(told.at.astimezone(UTC).date() for told in some)
    place = {"conversation_id": conversation_id}
    return [place | {"day": day, "score": score} for day, score in sorted(days.items())]
