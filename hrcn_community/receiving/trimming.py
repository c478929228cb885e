"""What somebody wrote themselves in a mail that answers another: without what it quotes and how it is signed.

Line by line, and in doubt a line stays: to read a signature too many costs less than to lose a sentence.
What was answered below a quote, or between quotes, stays; the quotes between answers then stay, too.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from hrcn_community.core.text import is_blank
from hrcn_community.receiving.signs import (
    LONGEST_LINE,
    begins_copy,
    is_attribution,
    is_closing,
    is_contact,
    is_copy_line,
    is_device,
    is_name,
    is_of_a_card,
    is_rule,
)

MOST_LINES = 20_000
WRAPPED = 3  # lines over which one that says who wrote may run
HEAD_LINES = 8
SIGNED_LINES = 12  # of a greeting with all that stands below it
# What ends a text, and fewer than how many lines a signature has; without its space it may be no sign.
SIGNATURES = {"-- ": 12, "--": 6}


@dataclass(eq=False)
class Part:
    """Some lines, one below the other, that somebody wrote, or that are quoted."""

    is_quoted: bool
    lines: list[str] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        return all(is_blank(line) for line in self.lines)


def trimmed(text: str, marks: Collection[str] = ()) -> str:
    """Return what is the writer's own in `text`; `marks` are lines of ours above which an answer stands."""
    parts = _parts(text.split("\n")[:MOST_LINES], {mark.strip() for mark in marks})
    for part in parts:
        if not part.is_quoted:
            part.lines = _unsigned(part.lines)
    own = [part for part in parts if not (part.is_quoted or part.is_blank)]
    if own:
        own[-1].lines = _without_closing(own[-1].lines)
    kept = _with_quotes_between(parts) if _is_interleaved(parts) else own
    said = ["\n".join(line.rstrip() for line in part.lines).strip("\n") for part in kept]
    return "\n\n".join(filter(None, said)).strip()


def _parts(lines: Sequence[str], marks: Collection[str]) -> list[Part]:
    """Cut a mail into what was written and what is quoted; where a copy begins that bears no marks, all ends."""
    parts = [Part(is_quoted=False)]
    at = 0
    while at < len(lines):
        named = _attribution(lines, at)
        if lines[at].strip() in marks or _is_copy(lines, at, named):
            break
        if named and _is_quoted(lines, at + named):
            at += named
            continue
        is_quoted = _is_mark(lines[at])
        if is_quoted != parts[-1].is_quoted and not (
            parts[-1].is_quoted and not lines[at].strip() and _goes_on(lines, at)
        ):
            parts.append(Part(is_quoted))
        parts[-1].lines.append(lines[at])
        at += 1
    return parts


def _goes_on(lines: Sequence[str], at: int) -> bool:
    """Does a quote go on below an empty line?"""
    return at + 1 < len(lines) and _is_mark(lines[at + 1])


def _is_mark(line: str) -> bool:
    return line.lstrip(" ").startswith(">")


def _is_quoted(lines: Sequence[str], at: int) -> bool:
    """Is what stands there, or below a few empty lines, quoted?"""
    return _is_mark(next((line for line in lines[at : at + 4] if line.strip()), ""))


def _is_copy(lines: Sequence[str], at: int, named: int) -> bool:
    """Does the copy of an earlier mail begin here that bears no marks?

    `named` lines say who wrote: where they give an address, a mail program wrote them; else somebody may.
    """
    if is_copy_line(lines[at]):
        return not _is_quoted(lines, at + 1)
    if named:
        said = " ".join(lines[at : at + named])
        return "@" in said and not _is_quoted(lines, at + named)
    below = [line for line in lines[at + 1 : at + 1 + HEAD_LINES] if line.strip()]
    return begins_copy(below if is_rule(lines[at]) else [lines[at], *below])


def _attribution(lines: Sequence[str], at: int) -> int:
    """Return how many lines here say who wrote what stands below them; 0 where none do."""
    if is_copy_line(lines[at]):
        return 1
    said = ""
    for count, line in enumerate(lines[at : at + WRAPPED], 1):
        if not line.strip() or _is_mark(line) or len(said) > LONGEST_LINE:
            return 0
        said = f"{said} {line[: LONGEST_LINE + 1].strip()}"
        if is_attribution(said):
            return count
    return 0


def _unsigned(lines: list[str]) -> list[str]:
    """Return what stands before a signature, and before what a telephone says of itself."""
    left = sum(1 for line in lines if line.strip())
    for at, line in enumerate(lines):
        left -= bool(line.strip())
        if left < SIGNATURES.get(line, 0):
            lines = lines[:at]
            break
    end = len(lines)
    while end and (not lines[end - 1].strip() or is_device(lines[end - 1])):
        end -= 1
    return lines[:end]


def _without_closing(lines: list[str]) -> list[str]:
    """Leave out a greeting near the end, the name below it, and where whoever bears it is reached.

    Something must stand before it. What follows the paragraph that says how to reach them stays.
    """
    written = [at for at, line in enumerate(lines) if line.strip()]
    for greeting, name in reversed(list(pairwise(written[1:]))[-SIGNED_LINES:]):
        if is_closing(lines[greeting]) and is_name(lines[name]):
            end = _end_of_card(lines, name + 1)
            before = written[written.index(greeting) - 1]
            return lines[: before + 1] + lines[end:] if end else lines
    return lines


def _end_of_card(lines: Sequence[str], at: int) -> int:
    """Return where what stands below a name ends, if that is nothing, or says how to reach somebody; else 0."""
    if not any(line.strip() for line in lines[at:]):
        return len(lines)
    reached = [n for n, line in enumerate(lines[at : at + SIGNED_LINES], at) if is_contact(line)]
    end = reached[-1] + 1 if reached else 0
    while 0 < end < len(lines) and lines[end].strip():
        end += 1
    return end if all(map(is_of_a_card, lines[at:end])) else 0


def _is_interleaved(parts: Sequence[Part]) -> bool:
    """Are several quotes answered, each below itself?"""
    return len(_answered(parts)) > 1


def _answered(parts: Sequence[Part]) -> list[Part]:
    """Return the quotes that something of the writer's own follows at once."""
    standing = [part for part in parts if part.is_quoted or not part.is_blank]
    return [one for one, next_ in pairwise(standing) if one.is_quoted and not next_.is_quoted]


def _with_quotes_between(parts: Sequence[Part]) -> list[Part]:
    answered = set(_answered(parts))
    return [part for part in parts if part in answered or not (part.is_quoted or part.is_blank)]
