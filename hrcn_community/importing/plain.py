"""Plain text as posts: Markdown that shows the very text, in as many posts as it needs.

The HTML is made here and not by reading the Markdown again, which would take five times as long; it
is the same (tests/importing/test_plain_text.py compares the two), and goes through the same gate.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from hrcn_community.core import richtext
from hrcn_community.core.links import ADDRESS, linkify
from hrcn_community.core.text import clean

DEEPEST = richtext.DEEPEST - 1
LONGEST_WORD = 900
TAB = 8
QUOTE = re.compile(rf"(?:>[ ]?){{1,{DEEPEST}}}")
SIGNS = re.compile(r"[\\`*_\[~<]|&(?=#?\w{1,40};)|@(?=[a-zA-Z0-9])")
NAMES = re.compile(r"@(?=[a-zA-Z0-9])")
ENTITIES = {"<": "&lt;", "&": "&amp;", "@": "&#64;"}
AT_START = re.compile(r"[#>+=:|-]|\d{1,9}(?=[.)])")
LONG = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
SPACE = re.compile(r"[^\S\n]+")
NBSP, BREAK = "\u00a0", "<br>\n"


@dataclass(frozen=True)
class Words:
    """A text as a post holds it."""

    source: str
    html: str


@dataclass(frozen=True)
class Block:
    """Lines that belong together, so deep in quotes."""

    depth: int
    lines: tuple[str, ...]


def posts_of(text: str) -> list[Words]:
    """Return `text` as one post, or as several where it is more than one can hold."""
    tidied = LONG.sub(_broken, clean(text).expandtabs(TAB))
    return list(_fitting(tidied.strip("\n").split("\n")))


def _fitting(lines: list[str]) -> Iterator[Words]:
    """Halve what does not fit until it does: between two lines, or within the only one."""
    if not any(line.strip() for line in lines):
        return
    blocks = list(_blocks(lines))
    source = "\n\n".join(map(_markdown, blocks))
    try:
        richtext.check(source)
    except richtext.TextRefused:
        for half in _halves(lines):
            yield from _fitting(half)
    else:
        yield Words(source, _html(blocks))


def _halves(lines: list[str]) -> tuple[list[str], list[str]]:
    if len(lines) > 1:
        middle = len(lines) // 2
        return lines[:middle], lines[middle:]
    [line] = lines
    middle = line.rfind(" ", 1, len(line) // 2 + 1)
    middle = middle if middle > len(line) // 4 else len(line) // 2
    return [line[:middle]], [line[middle:]]


def _broken(word: re.Match[str]) -> str:
    """Return a word that is too long in lines."""
    whole = word[0]
    return "\n".join(whole[at : at + LONGEST_WORD] for at in range(0, len(whole), LONGEST_WORD))


def _blocks(lines: Iterable[str]) -> Iterator[Block]:
    """Yield paragraphs; a new one begins where the depth of the quotes changes, too."""
    depth, open_ = 0, list[str]()
    for line in lines:
        marks = QUOTE.match(line)
        deep = marks[0].count(">") if marks else 0
        words = (line[marks.end() :] if marks else line).rstrip()
        if open_ and (deep != depth or not words.strip()):
            yield Block(depth, tuple(open_))
            open_ = []
        depth = deep
        if words.strip():
            open_.append(_indented(words))
    if open_:
        yield Block(depth, tuple(open_))


def _indented(line: str) -> str:
    """Return a line whose first signs, where they are spaces, stay."""
    bare = line.lstrip()
    return NBSP * min(len(line) - len(bare), 4 * TAB) + bare


def _markdown(block: Block) -> str:
    marks = "> " * block.depth
    return "\n".join(f"{marks}{escaped(line)}" for line in block.lines)


def escaped(line: str) -> str:
    bare = line.lstrip(NBSP)
    indent = len(line) - len(bare)
    first = AT_START.match(bare)
    rest = bare[first.end() :] if first else bare
    begin = _first(first[0]) if first else ""
    spaces = f"&nbsp;{NBSP * (indent - 1)}" if indent else ""
    return f"{spaces}{begin}{SIGNS.sub(_sign, rest)}"


def _first(sign: str) -> str:
    """Return what would make a line something else than prose, made harmless."""
    if sign.isdecimal():
        return f"{sign}\\"
    return f"&#{ord(sign)};" if sign in "=:" else f"\\{sign}"


def _sign(found: re.Match[str]) -> str:
    return ENTITIES.get(found[0]) or f"\\{found[0]}"


def _shown(line: str) -> str:
    """As an entity a sign is a word's end to who looks for links, here as in what is rendered."""
    return NAMES.sub("&#64;", escape(line, quote=False))


def _html(blocks: Iterable[Block]) -> str:
    """Return what the Markdown of `blocks` is rendered to."""
    told: list[str] = []
    depth = 0
    for block in blocks:
        told += ["</blockquote>"] * (depth - block.depth)
        told += ["<blockquote>"] * (block.depth - depth)
        paragraph = f"<p>{BREAK.join(map(_shown, block.lines))}</p>"
        told.append(linkify(paragraph) if ADDRESS.search(paragraph) else paragraph)
        depth = block.depth
    return richtext.gate("\n".join([*told, *["</blockquote>"] * depth]))
