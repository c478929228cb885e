"""A mailing list, thread by thread, into conversations."""

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import BinaryIO

from hrcn_community.core import richtext
from hrcn_community.core.text import title_line
from hrcn_community.importing.guarding import guarded
from hrcn_community.importing.mail.bodies import body_of
from hrcn_community.importing.mail.boxes import HEAD_ENDS, message_at
from hrcn_community.importing.mail.heads import author_of, fields_of, words_in
from hrcn_community.importing.mail.reading import Reading
from hrcn_community.importing.mail.threads import Message, Threads, base_of
from hrcn_community.importing.masking import mask
from hrcn_community.importing.order import in_order, without_circles
from hrcn_community.importing.plain import Words, posts_of
from hrcn_community.importing.report import Report
from hrcn_community.importing.telling import (
    APART,
    LONGEST_TITLE,
    Talk,
    Told,
    ref_of,
    short_title,
    standing_of,
)
from hrcn_community.importing.writing import Writer

NO_SUBJECT, NO_TEXT = "(no subject)", "(This message has no text.)"


class MailingList:
    """One mailbox on its way: read once for its threads, then once for its words."""

    def __init__(
        self,
        source: str,
        source_id: int,
        space_id: int,
        by: int,
        report: Report,
        *,
        unarchived: bool,
    ) -> None:
        self.source, self.source_id, self.space_id, self.report = (
            source,
            source_id,
            space_id,
            report,
        )
        self.index = Threads()
        self.index.learn(source_id)
        self.writer = Writer(source_id, by, self.index)
        self.reading = Reading(self.index, report, takes_unarchived=unarchived)

    def read(self, file: BinaryIO) -> Iterator[int]:
        """Find every message and its thread; yield how many bytes were read."""
        yield from self.reading.read(file)
        for n in self.index.settle():
            self.report.note(f"message {n}", "it is joined to a thread by its subject alone")

    def write(self, file: BinaryIO) -> Iterator[int]:
        """Write what is not there yet; after each yield, of how many messages, is to be committed."""
        seen = 0
        for messages in self.index.talks():
            talk = self._talk(messages)
            for told in self._told(talk, messages, file):
                seen += 1
                if told:
                    self.writer.add(talk, told)
                if self.writer.has_enough:
                    self.writer.write()
                    yield seen
                    seen = 0
        if self.writer.waiting:
            self.writer.write()
        yield seen

    def _talk(self, messages: list[Message]) -> Talk:
        done = [found for each in messages if (found := self.index.done(each.external))]
        standing, is_apart = standing_of(done, self.space_id)
        if is_apart and len(done) < len(messages):
            self.report.note(f"the thread of message {messages[0].n}", APART)
        name = f"thread {messages[0].external}"
        return Talk(name, self.space_id, "", id=standing, is_apart=is_apart)

    def _told(self, talk: Talk, messages: list[Message], file: BinaryIO) -> Iterator[Told | None]:
        """Yield every message of a thread in its order; None for one that is written already."""
        by_external = {each.external: each for each in messages}
        parents = self._parents(messages)
        moments = [(each.external, each.at) for each in messages]
        before, subject = "", ""
        numbers: dict[str, int] = {}
        last = 0
        for external in in_order(moments, parents):
            message, done = by_external[external], self.index.done(external)
            if done and done[1] == talk.id:
                numbers[external] = done[2] or 0
                last = max(last, numbers[external])
            told = None
            with guarded(self.report, _item(message)):
                read = None if done else self._message(message, file, subject)
                subject = subject or self._subject(message, file)
                if read:
                    talk.title = talk.title or short_title(subject)
                    parent = parents.get(external, "")
                    told = self._answering(read, parent, before, numbers.get(parent, 0))
                    numbers[external] = last + 1
                    last += len(told.words)
            yield told
            before = external if told or done else before

    def _parents(self, messages: list[Message]) -> dict[str, str]:
        """Return what each message answers, as far as that is here."""
        known: dict[str, str] = {}
        for each in messages:
            known.setdefault(each.ident, each.external)
        found: dict[str, str] = {}
        for each in messages:
            here = [known[ref] for ref in each.refs if ref in known]
            others = [external for external in here if external != each.external]
            if others:
                found[each.external] = others[0]
            elif each.refs:
                self.report.note(_item(each), "what it answers is not in the mailbox")
        kept, cut = without_circles(found)
        items = {each.external: _item(each) for each in messages} if cut else {}
        for external in cut:
            self.report.note(
                items[external], "its answers go round in a circle, which was cut here"
            )
        return kept

    def _subject(self, message: Message, file: BinaryIO) -> str:
        raw = message_at(file, message.start, message.stop)
        return _subject_of(_fields(raw))

    def _message(self, message: Message, file: BinaryIO, subject: str) -> Told:
        raw = message_at(file, message.start, message.stop)
        fields, body, item = _fields(raw), body_of(raw), _item(message)
        for oddity in body.oddities:
            self.report.note(item, oddity)
        if body.attachments:
            self.report.note(item, "attachments are not brought along", body.attachments)
        text = body.text
        if not text.strip():
            self.report.note(item, "it has no text")
            text = NO_TEXT
        if own := _own_subject(_subject_of(fields), subject):
            text = f"{own}\n\n{text}"
        words = posts_of(mask(text)) or [Words(NO_TEXT, richtext.render(NO_TEXT))]
        if len(words) > 1:
            self.report.note(item, "it is longer than one post can be and stands in several")
        return Told(message.external, author_of(fields, self.source), message.at, words)

    def _answering(self, told: Told, parent: str, before: str, number: int) -> Told:
        """Let a message that does not answer the one above it say which one it answers."""
        if not parent or parent == before or not number:
            return told
        ref, (first, *others) = ref_of(self.source_id, parent), told.words
        link = f'<p><a href="/posts/{escape(ref)}">#{number}</a></p>\n'
        source = f"[#{number}](/posts/{ref})\n\n{first.source}"
        try:
            richtext.check(source)
        except richtext.TextRefused:
            return replace(told, quotes=(parent,))
        words = [Words(source, richtext.gate(link) + first.html), *others]
        return replace(told, words=words, quotes=(parent,))


def _fields(raw: bytes) -> dict[str, str]:
    ends = HEAD_ENDS.search(raw)
    return fields_of(raw[: ends.end()] if ends else raw)


def _subject_of(fields: dict[str, str]) -> str:
    base, _ = base_of(mask(title_line(words_in(fields.get("subject", "")))))
    return base or NO_SUBJECT


def _own_subject(own: str, thread: str) -> str:
    """Return the line by which a message says its subject, where the title does not."""
    if thread:
        return "" if own.lower() == thread.lower() or own == NO_SUBJECT else f"Subject: {own}"
    return f"Subject: {own}" if len(own) > LONGEST_TITLE else ""


def _item(message: Message) -> str:
    return f"message {message.n}{f' <{message.ident}>' if message.ident else ''}"
