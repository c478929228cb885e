"""The words of HTML as plain text, as somebody would have typed them into a mail."""

import re
from html import unescape
from typing import Any

from lxml import etree, html  # type: ignore[attr-defined]

SKIPPED = {"script", "style", "head", "title", "template", "noscript", "object", "svg"}
BLOCKS = set(
    "address article aside body dd details div dl dt figure figcaption footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section summary table tbody tfoot thead tr ul blockquote".split()
)
APART = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "table"}
SPACE = re.compile(r"[ \t\r\n\f]+")
TAG = re.compile(r"<[^<>]{0,5000}>")
TOO_MANY = re.compile(r"\n{3,}")
WEB = ("http://", "https://", "mailto:")


def text_of(markup: str) -> str:
    """Return what `markup` says; '' where it says nothing."""
    parser = _parser()
    try:
        root = html.document_fromstring(markup.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return _bare(markup)
    if any("depth" in error.message.lower() for error in parser.error_log):
        return _bare(markup)  # what stood deeper would be lost
    reader = _Reader()
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        reader.see(event, element)
    return reader.text


def _bare(markup: str) -> str:
    return "\n".join(filter(None, map(str.strip, unescape(TAG.sub(" ", markup)).split("\n"))))


def _parser() -> html.HTMLParser:
    return html.HTMLParser(
        encoding="utf-8", no_network=True, remove_pis=True, remove_comments=True, huge_tree=True
    )


class _Reader:
    """Goes through the elements once; knows how deep in quotes and in what is skipped it is."""

    def __init__(self) -> None:
        self.lines: list[str] = [""]
        self.marks: list[int] = [0]
        self.quotes = self.skipped = self.pre = 0

    @property
    def text(self) -> str:
        told = [
            f"{'> ' * depth}{line.rstrip()}" if line.strip() else ""
            for line, depth in zip(self.lines, self.marks, strict=True)
        ]
        return TOO_MANY.sub("\n\n", "\n".join(told)).strip("\n")

    def see(self, event: str, element: Any) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            self._begin(tag, element)
        elif event == "end":
            self._end(tag, element)
        if event != "start":
            self._say(element.tail)

    def _begin(self, tag: str, element: Any) -> None:
        self.skipped += tag in SKIPPED
        if tag in BLOCKS:
            self._break(apart=tag in APART)
        self.quotes += tag == "blockquote"
        self.marks[-1] = self.quotes if not self.lines[-1] else self.marks[-1]
        self.pre += tag == "pre"
        if tag == "br":
            self._new_line()
        elif tag == "li":
            self._say("- ")
        elif tag == "img" and element.get("alt"):
            self._say(element.get("alt"))
        self._say(element.text)

    def _end(self, tag: str, element: Any) -> None:
        if tag == "a":
            self._say(_where(element))
        if tag in {"td", "th"}:
            self._say(" ")
        if tag in BLOCKS:
            self._break(apart=tag in APART)
        self.quotes -= tag == "blockquote"
        self.marks[-1] = self.quotes if not self.lines[-1] else self.marks[-1]
        self.pre -= tag == "pre"
        self.skipped -= tag in SKIPPED

    def _say(self, words: str | None) -> None:
        if not words or self.skipped:
            return
        if self.pre:
            first, *others = words.split("\n")
            self.lines[-1] += first
            for line in others:
                self._new_line(line)
            return
        words = SPACE.sub(" ", words)
        self.lines[-1] += words if self.lines[-1] else words.lstrip()

    def _new_line(self, words: str = "") -> None:
        self.lines.append(words)
        self.marks.append(self.quotes)

    def _break(self, *, apart: bool) -> None:
        if self.lines[-1].strip():
            self._new_line()
        if apart and len(self.lines) > 1 and self.lines[-2].strip():
            self._new_line()


def _where(link: Any) -> str:
    """Return where a link leads, unless its words say so."""
    target = (link.get("href") or "").strip()
    said = "".join(link.itertext()).strip()
    bare = target.removeprefix("mailto:")
    is_said = bare.rstrip("/").endswith(said.rstrip("/")) if said else False
    return f" ({target})" if target.lower().startswith(WEB) and not is_said else ""
