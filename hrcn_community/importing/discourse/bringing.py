"""A forum, topic by topic, into conversations."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from hrcn_community.accounts.addresses import sound_address
from hrcn_community.accounts.placeholders import address_print, named_print
from hrcn_community.core import clock, richtext
from hrcn_community.core.text import clean, one_line, title_line
from hrcn_community.importing.discourse.folder import Folder
from hrcn_community.importing.discourse.markup import UPLOAD, quoted_in, turned
from hrcn_community.importing.discourse.places import Part, part_of, why_left
from hrcn_community.importing.guarding import guarded
from hrcn_community.importing.html_text import text_of
from hrcn_community.importing.masking import mask
from hrcn_community.importing.models import ImportSource
from hrcn_community.importing.moments import iso_moment, why_unlikely
from hrcn_community.importing.places import WHOLE, space_for
from hrcn_community.importing.plain import Words, posts_of
from hrcn_community.importing.quoting import link_quotes
from hrcn_community.importing.report import Report
from hrcn_community.importing.telling import (
    APART,
    Author,
    Talk,
    Told,
    ref_of,
    short_title,
    standing_of,
)
from hrcn_community.importing.writing import ENOUGH, Writer

UNREAD = "its topic cannot be read"
NO_TEXT, NO_TITLE = "(This post has no text.)", "(no title)"


class Forum:
    """One folder on its way. `people` bring it; what only some could read comes along if `private`."""

    def __init__(
        self,
        source: ImportSource,
        space_id: int,
        people: Sequence[int],
        report: Report,
        *,
        private: bool,
    ) -> None:
        self.source, self.source_id, self.people, self.report = source, source.id, people, report
        self.name, self.private = source.name, private
        self.spaces = {WHOLE: space_id}
        self.folder = Folder(report)
        self.folder.learn(self.source_id)
        self.writer = Writer(self.source_id, people[0], self.folder)

    def write(self) -> Iterator[int]:
        """Write what is not there yet; after each yield, of how many topics, is to be committed."""
        seen = 0
        for id_, topic in self.folder.topics():
            seen += 1
            part = Part(why=UNREAD)
            with guarded(self.report, f"topic {id_}"):
                part = part_of(self.folder, id_, topic, private=self.private)
            if part.why:
                for post in self.folder.posts(id_):
                    self.report.skip(_item(post), part.why)
                continue
            if part.name not in self.spaces:
                self._open(part)
                yield 0
            yield from self._topic(id_, topic, part)
            if self.writer.has_enough:
                self.writer.write()
                yield seen
                seen = 0
        if self.writer.waiting or self.writer.seats:
            self.writer.write()
        yield seen
        quotes = self._later_quotes()
        while some := list(islice(quotes, ENOUGH)):
            link_quotes(self.folder, some)
            yield 0

    def _open(self, part: Part) -> None:
        """Open the space of a part: of a message for nobody but who claims to have had a part in it."""
        inside = [] if part.is_message else self.people
        name = mask(part.title) or self.name
        self.spaces[part.name] = space_for(self.source, part.name, name, inside, self.people[0])

    def _topic(self, id_: int, topic: dict[str, Any], part: Part) -> Iterator[int]:
        talk: Talk | None = None
        with guarded(self.report, f"topic {id_}"):
            talk = self._talk(id_, topic, part)
        if talk and talk.id:
            self.writer.seat(talk)
        before = 0
        last = iso_moment(topic.get("created_at"))
        for post in self.folder.posts(id_) if talk else ():
            if why := why_left(post):
                self.report.skip(_item(post), why)
                continue
            told = None
            with guarded(self.report, _item(post)):
                last = self._moment(post, last)
                told = self._told(post, part, last, before) if not self._done(post) else None
                before = post["post_number"]
            if talk and told:
                self.writer.add(talk, told)
            if self.writer.has_enough:
                self.writer.write()
                yield 0

    def _talk(self, id_: int, topic: dict[str, Any], part: Part) -> Talk:
        done = [self._done(post) for post in self.folder.posts(id_)]
        standing, is_apart = standing_of(filter(None, done), self.spaces[part.name])
        if is_apart and not all(done):
            self.report.note(f"topic {id_}", APART)
        title = mask(title_line(str(topic.get("title") or ""))) or NO_TITLE
        if len(title) > len(short_title(title)) or title != short_title(title):
            self.report.note(f"topic {id_}", "its title is longer than one can be here")
        seats = [post.get("username") for post in self.folder.posts(id_)] if part.is_message else []
        seats += topic.get("seats") or [] if part.is_message else []
        return Talk(
            f"topic {id_}",
            self.spaces[part.name],
            short_title(title),
            id=standing,
            is_apart=is_apart,
            is_closed=bool(topic.get("closed")),
            seats=tuple(self._author(name) for name in dict.fromkeys(seats) if name),
        )

    def _done(self, post: dict[str, Any]) -> Any:
        return self.folder.done(_external(post))

    def _author(self, username: str, name: str = "") -> Author:
        username = one_line(username)
        known, email = self.folder.person(username)
        shown = mask(one_line(name or known or username))
        if address := sound_address(email):
            return Author(address_print(address), shown)
        return Author(named_print(self.name, f"user {username.lower()}"), shown)

    def _moment(self, post: dict[str, Any], last: datetime | None) -> datetime:
        said = iso_moment(post.get("created_at"))
        if why := why_unlikely(said):
            self.report.note(_item(post), f"{why}; the next best is used")
            said = last if last and not why_unlikely(last) else clock.now()
        return said or clock.now()

    def _told(self, post: dict[str, Any], part: Part, at: datetime, before: int) -> Told:
        topic = post["topic_id"]

        def target(other: int, number: int) -> tuple[str, str] | None:
            return self._target(other, number, part)

        raw = post.get("raw")
        if isinstance(raw, str) and raw.strip():
            found = turned(raw, topic, target)
            text, quoted = mask(found.text), found.quoted
        else:
            cooked = str(post.get("cooked") or "")
            self.report.note(_item(post), "only its HTML is there, of which the words are kept")
            text, quoted, found = mask(text_of(cooked)), [], None
        missing = found.missing if found else len(UPLOAD.findall(str(post.get("cooked") or "")))
        if missing:
            self.report.note(_item(post), "uploads are not brought along", missing)
        places = [] if found else quoted_in(str(post.get("cooked") or ""), topic)
        answers = post.get("reply_to_post_number")
        if isinstance(answers, int) and answers != before:
            places.append((topic, answers))
        links = [link for place in places if (link := target(*place)) and link[0] not in quoted]
        words = self._words(post, text, [link for _, link in links], is_markdown=bool(found))
        author = self._author(str(post.get("username") or ""), str(post.get("name") or ""))
        quotes = tuple(dict.fromkeys([*quoted, *(external for external, _ in links)]))
        return Told(_external(post), author, at, words, quotes)

    def _words(
        self, post: dict[str, Any], text: str, links: list[str], *, is_markdown: bool
    ) -> list[Words]:
        """Return the text as posts: its Markdown as it is where our bounds allow, else as plain text."""
        if not text.strip():
            self.report.note(_item(post), "it has no text")
            text = NO_TEXT
        above = "".join(f"{link}\n\n" for link in dict.fromkeys(links))
        if is_markdown:
            try:
                source = clean(above + text)
                return [Words(source, richtext.render(source))]
            except richtext.TextRefused:
                self.report.note(
                    _item(post), "its Markdown is beyond our bounds, so it is plain text"
                )
        words = posts_of(text) or posts_of(NO_TEXT)
        if len(words) > 1:
            self.report.note(_item(post), "it is longer than one post can be and stands in several")
        return [_below(above, words[0]), *words[1:]]

    def _target(self, topic: int, number: int, part: Part) -> tuple[str, str] | None:
        """Return what a quote may lead to, in the same space, and the link to it."""
        post = self.folder.post_at(topic, number)
        if not post or why_left(post):
            return None
        there = part_of(self.folder, topic, self.folder.topic(topic), private=self.private)
        if there.why or there.name != part.name:
            return None
        external, done = _external(post), self._done(post)
        if done and done[3] != self.spaces.get(part.name):
            return None
        return external, f"[#{number}](/posts/{ref_of(self.source_id, external)})"

    def _later_quotes(self) -> Iterator[tuple[str, str]]:
        """Yield who quotes what, of all that is written: what came later could not be kept before."""
        for id_, topic in self.folder.topics():
            with guarded(self.report, f"topic {id_}"):
                part = part_of(self.folder, id_, topic, private=self.private)
                for post in () if part.why else self.folder.posts(id_):
                    yield from self._quotes_of(post, id_, part)

    def _quotes_of(self, post: dict[str, Any], topic: int, part: Part) -> Iterator[tuple[str, str]]:
        raw = post.get("raw")
        if isinstance(raw, str) and "[quote" in raw and self._done(post) and not why_left(post):
            found = turned(raw, topic, lambda other, number: self._target(other, number, part))
            yield from ((_external(post), quoted) for quoted in found.quoted)


def _below(above: str, words: Words) -> Words:
    """Put links above a text, if that is still within our bounds."""
    if not above:
        return words
    try:
        source = above + words.source
        return Words(source, richtext.render(source))
    except richtext.TextRefused:
        return words


def _external(post: dict[str, Any]) -> str:
    return f"post {post['id']}"


def _item(post: dict[str, Any]) -> str:
    return f"post {post.get('id')} (topic {post.get('topic_id')}, number {post.get('post_number')})"
