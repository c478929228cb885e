"""A synopsis as it is typed: each line a sentence that ends in the numbers of what it rests on."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hrcn_community.conversations.actions.mentioned import rendered
from hrcn_community.core import richtext
from hrcn_community.core.text import clean, one_line
from hrcn_community.core.words import _l

MOST_SENTENCES = 60
LONGEST_SENTENCE = 1_000
MOST_CITED = 12
LONGEST_NUMBER = 9  # digits; no thread has a milliard posts
_GROUP = re.compile(r"\[ ?#?\d+(?: ?, ?#?\d+)* ?\]")
_NUMBER = re.compile(r"\d+")


class SentencesRefused(ValueError):
    """Lines that cannot stand as they are; `messages` name each and say what is wrong with it."""

    def __init__(self, messages: Sequence[object]) -> None:
        self.messages = list(messages)
        super().__init__("; ".join(map(str, self.messages)))


@dataclass(frozen=True)
class WrittenSentence:
    """A sentence, its line in the text, and the numbers of the posts that it rests on."""

    line: int
    words: str
    numbers: tuple[int, ...]


def read_sentences(text: str) -> list[WrittenSentence]:
    """Return the sentences of `text`; raise SentencesRefused naming every line that is none."""
    if len(text) > richtext.LONGEST:
        raise SentencesRefused(
            [_l("This text is longer than %(most)d characters.", most=richtext.LONGEST)]
        )
    lines = enumerate((one_line(line) for line in clean(text).split("\n")), start=1)
    filled = [(number, line) for number, line in lines if line]
    if len(filled) > MOST_SENTENCES:
        raise SentencesRefused([_l("Write at most %(most)d sentences.", most=MOST_SENTENCES)])
    read = [_read(number, line) for number, line in filled]
    wrong = [message for sentence in read if (message := _fault(sentence))]
    if wrong:
        raise SentencesRefused(wrong)
    return read


def line_of(words: str, numbers: Iterable[int]) -> str:
    """Return a sentence as it is typed."""
    return " ".join([words, *(f"[{number}]" for number in numbers)])


def markdown_of(sentences: Iterable[tuple[str, Iterable[int]]], address: str) -> str:
    """Return sentences as the Markdown of a post: each number a link to the post that it names."""
    return "\n\n".join(
        " ".join([words, *(f"[#{n}]({address}?post={n}#p{n})" for n in numbers)])
        for words, numbers in sentences
    )


def must_be_shown(sentences: Sequence[WrittenSentence], address: str) -> list[str]:
    """Return the HTML of each sentence; raise SentencesRefused where one of them, or the whole, is too much."""
    html, wrong = [], []
    for sentence in sentences:
        try:
            html.append(rendered(sentence.words))
        except richtext.TextRefused as refused:
            wrong.append(_at(sentence, refused.message))
    if not wrong:
        try:
            richtext.check(markdown_of([(s.words, s.numbers) for s in sentences], address))
        except richtext.TextRefused as refused:
            wrong.append(refused.message)
    if wrong:
        raise SentencesRefused(wrong)
    return html


def unknown(sentence: WrittenSentence, number: int) -> object:
    """Return what is said of a number that names no reply: whatever may stand behind it elsewhere."""
    return _l(
        "Line %(line)d rests on [%(number)d], which is no reply that stands in this thread.",
        line=sentence.line,
        number=number,
    )


def _read(line: int, text: str) -> WrittenSentence:
    """Take the numbers off the end of a line, one pair of brackets after the other."""
    groups: list[str] = []
    while text.endswith("]"):
        start = max(text.rfind("["), 0)
        if not _GROUP.fullmatch(text, start):
            break
        groups.insert(0, text[start:])
        text = text[:start].rstrip()
    numbers = (
        int(digits.lstrip("0")[:LONGEST_NUMBER] or 0)
        for digits in _NUMBER.findall(" ".join(groups))
    )
    return WrittenSentence(line, text, tuple(dict.fromkeys(numbers)))


def _fault(sentence: WrittenSentence) -> object:
    if not sentence.numbers:
        said = _l(
            "Line %(line)d does not say what it rests on: end it with the number of a reply, such as [3].",
            line=sentence.line,
        )
    elif not sentence.words:
        said = _l("Line %(line)d has numbers, but no words.", line=sentence.line)
    elif len(sentence.words) > LONGEST_SENTENCE:
        said = _l(
            "Line %(line)d is longer than %(most)d characters.",
            line=sentence.line,
            most=LONGEST_SENTENCE,
        )
    elif len(sentence.numbers) > MOST_CITED:
        said = _l(
            "Line %(line)d rests on more than %(most)d replies.",
            line=sentence.line,
            most=MOST_CITED,
        )
    else:
        said = None
    return said


def _at(sentence: WrittenSentence, message: object) -> object:
    return _l("Line %(line)d: %(said)s", line=sentence.line, said=message)
