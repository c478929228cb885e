"""Gated HTML as plain blocks and runs: what a typesetter is given. Every text in it is only text.

A block is a dict with `t` (p, h, quote, list, code, table, rule) and what belongs to it. A run is a
string, or a dict with `t` (em, strong, s, code, sub, sup, a, br) and `c`, the runs in it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import html as lxml_html

Block = dict[str, Any]
Run = str | dict[str, Any]

DEEPEST = 8  # blocks within blocks; what is deeper stands at that depth
DEEPEST_RUN = 5
WIDEST = 8  # columns of a table on a page
TOP = 3  # the level of the first heading in a text, below the title and the post
MARKS = {"em": "em", "strong": "strong", "del": "s", "s": "s", "sub": "sub", "sup": "sup"}
BR: Run = {"t": "br"}
BLOCKS = set("p h2 h3 h4 h5 blockquote ul ol li dl dt dd pre table hr div".split())
LEADS = re.compile(r"(?:https?://|mailto:)", re.I)
LONG = re.compile(r"[^\s\u200b]{36,}")
PILE = re.compile("([\u0300-\u036f]{8})[\u0300-\u036f]+")
BREAK = re.compile(r"([^\s\u200b]{24}|[^\s\u200b]{8,}?[/?&=._-])(?=[^\s\u200b])")
STRONG = {"L": False, "R": True, "AL": True}  # directions of letters: is it from right to left?


def blocks_of(html: str) -> list[Block]:
    """Return the blocks of a text."""
    root = _parsed(html)
    return _in_order(_blocks(root, 0)) if root is not None else []


def _parsed(html: str) -> Any:
    parents: Any = "div"
    return lxml_html.fragment_fromstring(html, create_parent=parents) if html.strip() else None


def breakable(text: str) -> str:
    """Return `text` with places where a word that is wider than a line may go on in the next one.

    Of hundreds of marks on one letter a few are kept: each would cost the typesetter more than the last.
    """
    return LONG.sub(lambda word: BREAK.sub("\\1\u200b", word[0]), PILE.sub(r"\1", text))


def is_leftward(text: str) -> bool:
    """Does `text` begin with letters that are written from right to left?"""
    ways = (STRONG.get(unicodedata.bidirectional(sign)) for sign in text[:400])
    return next((way for way in ways if way is not None), False)


def _in_order(blocks: list[Block]) -> list[Block]:
    """Let no heading be more than one level below the one before it."""
    last = TOP - 1
    for heading in _headings(blocks):
        last = heading["l"] = min(heading["l"], last + 1)
    return blocks


def _headings(blocks: list[Block]) -> Iterator[Block]:
    """Return the headings in blocks, however deep, in order."""
    for block in blocks:
        if block["t"] == "h":
            yield block
        elif block["t"] == "quote":
            yield from _headings(block["c"])
        elif block["t"] == "list":
            yield from _headings([each for item in block["c"] for each in item])


def _blocks(parent: Any, depth: int) -> list[Block]:
    """Return the blocks in an element; runs that stand between them make paragraphs."""
    found: list[Block] = []
    runs: list[Run] = []
    for part in _parts(parent):
        if isinstance(part, str) or part.tag not in BLOCKS:
            runs += _runs([part], 0)
            continue
        found += _paragraph(runs)
        runs = []
        found += _block(part, depth)
    return found + _paragraph(runs)


def _parts(element: Any) -> Iterator[Any]:
    """Return the texts and elements in an element, in order."""
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str):
            yield child
        if child.tail:
            yield child.tail


def _block(element: Any, depth: int) -> list[Block]:
    tag = element.tag
    if tag in SIMPLE:
        return SIMPLE[tag](element)
    if tag == "table":
        return _table(element)
    if tag.startswith("h"):
        return [{"t": "h", "l": int(tag[1]), "c": _runs(_parts(element), 0)}] * _says(element)
    if depth >= DEEPEST or tag not in HOLDERS:
        return _blocks(element, depth)
    return HOLDERS[tag](element, depth + 1)


def _says(element: Any) -> bool:
    """Is there a word in it? An empty heading is none."""
    return bool("".join(element.itertext()).strip())


def _quote(element: Any, depth: int) -> list[Block]:
    return [{"t": "quote", "c": _blocks(element, depth)}]


def _list(element: Any, depth: int) -> list[Block]:
    items = [_blocks(item, depth) for item in element if item.tag == "li"]
    start = element.get("start", "1")
    first = int(start) if re.fullmatch(r"[0-9]{1,6}", start) else 1
    return [{"t": "list", "n": element.tag == "ol", "s": first, "c": items}] * bool(items)


def _indented(element: Any, depth: int) -> list[Block]:
    return [{"t": "list", "n": False, "s": 1, "c": [_blocks(element, depth)]}]


def _term(element: Any, depth: int) -> list[Block]:
    return _paragraph([{"t": "strong", "c": _runs(_parts(element), 1)}])


HOLDERS = {"blockquote": _quote, "ul": _list, "ol": _list, "dd": _indented, "dt": _term}
SIMPLE = {
    "p": lambda element: _blocks(element, DEEPEST) if _has_blocks(element) else _plain(element),
    "pre": lambda element: [
        {"t": "code", "c": breakable("".join(element.itertext()).rstrip("\n"))}
    ],
    "hr": lambda _: [{"t": "rule"}],
}


def _has_blocks(element: Any) -> bool:
    return any(child.tag in BLOCKS for child in element)


def _plain(element: Any) -> list[Block]:
    return _paragraph(_runs(_parts(element), 0))


def _table(element: Any) -> list[Block]:
    """Return a table: rows of cells with their alignment; the first rows may be its head."""
    rows = list(element.iter("tr"))
    cells = [[_cell(cell) for cell in row if cell.tag in {"th", "td"}] for row in rows]
    width = max((len(row) for row in cells), default=0)
    even = [row + [{"c": [], "a": "", "h": False}] * (width - len(row)) for row in cells]
    if width > WIDEST:
        return [each for row in cells for each in _row_in_words(row)]
    heads = sum(1 for row in rows if row.getparent().tag == "thead")
    return [{"t": "table", "w": width, "n": heads, "c": even}] * bool(width)


def _row_in_words(row: list[dict[str, Any]]) -> list[Block]:
    """Return a row of a table that is too wide for a page as one paragraph."""
    runs: list[Run] = []
    for number, cell in enumerate(row):
        runs += [" | "] * (number > 0) + cell["c"]
    return _paragraph(runs)


def _cell(cell: Any) -> dict[str, Any]:
    return {"c": _runs(_parts(cell), 0), "a": cell.get("align", ""), "h": cell.tag == "th"}


def _paragraph(runs: list[Run]) -> list[Block]:
    words = _words(runs)
    return [{"t": "p", "c": runs, "r": is_leftward(words)}] if words.strip() else []


def _words(runs: Iterable[Run]) -> str:
    return "".join(r if isinstance(r, str) else _words(r.get("c", ())) for r in runs)


def _runs(parts: Iterable[Any], depth: int) -> list[Run]:
    found: list[Run] = []
    for part in parts:
        if isinstance(part, str):
            text = re.sub(r"\s+", " ", part)
            found.append(breakable(text.lstrip() if found and found[-1] == BR else text))
        else:
            found += _run(part, depth)
    return found


def _run(element: Any, depth: int) -> list[Run]:
    if element.tag == "br":
        return [BR]
    if element.tag == "code":
        return [{"t": "code", "c": [breakable("".join(element.itertext()))]}]
    inner = _runs(_parts(element), depth + 1)
    if depth >= DEEPEST_RUN or not _words(inner):
        return inner
    if element.tag == "a" and LEADS.match(element.get("href", "")):
        return [{"t": "a", "h": element.get("href"), "c": inner}]
    return [{"t": MARKS[element.tag], "c": inner}] if element.tag in MARKS else inner
