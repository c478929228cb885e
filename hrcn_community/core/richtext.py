"""Markdown from strangers to HTML that is safe to show: bound, render, link, and nh3 last.

`markdown` takes quadratic time on many inputs, so a linear scan refuses what would be slow before
it is rendered; nothing before the last step is relied upon for safety.
"""

import re
import xml.etree.ElementTree as ET
from html import unescape

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from hrcn_community.core.links import linkify
from hrcn_community.core.lists import Lists
from hrcn_community.core.text import HANDLE, clean
from hrcn_community.core.words import _l

VERSION = 5  # raise it when the same source would render differently, or be found by other words
LONGEST = 32_000
DEEPEST = 8
MOST_NAMED = 50  # people whom one text may call
BOUNDS = {
    "[": (400, _l("square brackets")),
    "![": (40, _l("images")),
    "`": (400, _l("backticks")),
    "*": (1200, _l("asterisks")),
    "_": (1200, _l("underscores")),
    "~": (200, _l("tildes")),
    "<": (150, _l("angle brackets")),
    "<!": (20, _l("markup declarations")),
    "<?": (20, _l("markup declarations")),
    "&": (600, _l("ampersands")),
    "|": (1500, _l("table bars")),
    "]:": (60, _l("link references")),
    "@": (150, _l("mentions")),
    "://": (200, _l("links")),
    "\\": (600, _l("backslashes")),
    "(": (900, _l("round brackets")),
    ".": (4000, _l("full stops")),
}
LINES = (  # what each splits off is read anew, so their number is bound
    (re.compile(r"\n"), 4000, _l("lines")),
    (re.compile(r"^[ \t]*(?:[>*+-]|\d{1,9}[.)])", re.M), 1000, _l("list items and quoted lines")),
    (re.compile(r"/posts/|[?&;]post="), 60, _l("links to posts")),
    (re.compile(r"^[> \t]*(?:#|[=_*-][=_* \t-]*$)", re.M), 300, _l("headings and rules")),
)
LONGEST_WORD = 1000  # without a space; the search for addresses goes back and forth in it
LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1}}}")
BLOCK_END = re.compile(r"\n[ \t]*\n")
MARKERS = re.compile(r"^[ \t]*(?:(?:[>*+-]|\d{1,9}[.)])[ \t]*)+")
HEADING = re.compile(r"h[1-6]")
MARKER = re.compile(r"[>*+-]|\d{1,9}[.)]")
NAMED = HANDLE.pattern.replace("a-z", "a-zA-Z")  # people begin a name with a capital
MENTION = rf"(?<![\w@/.])@({NAMED})(?![\w@])"
SCRIPT = re.compile(r"\s*(?:javascript|vbscript|data):", re.I)
LEADS_SOMEWHERE = re.compile(r"(?:https?://|mailto:|[/?#])", re.I)
TAGS = set(
    "a abbr blockquote br code del dd dl dt em h2 h3 h4 h5 hr li ol p pre s strong sub sup".split()
    + "table tbody td th thead tr ul".split()
)


class TextRefused(ValueError):
    """The text cannot be shown as it is; the message names what is too much."""

    def __init__(self, message: object) -> None:
        self.message = message
        super().__init__(str(message))


def check(source: str) -> None:
    """Raise TextRefused where `source` exceeds a bound. Linear in its length."""
    if len(source) > LONGEST:
        words = _l(
            "This text has %(length)d characters; at most %(most)d fit into one post.",
            length=len(source),
            most=LONGEST,
        )
        raise TextRefused(words)
    for sign, (most, name) in BOUNDS.items():
        _bound(source.count(sign), most, name)
    for line, most, name in LINES:
        _bound(len(line.findall(source)), most, name)
    if LONG_WORD.search(source):
        raise TextRefused(
            _l("This text has a word of more than %(most)d characters.", most=LONGEST_WORD)
        )
    if len(mentions(source)) > MOST_NAMED:
        raise TextRefused(_l("This text names more than %(most)d people.", most=MOST_NAMED))
    for line in source.split("\n"):
        _check_line(line)
    for block in BLOCK_END.split(source):
        _check_brackets(block)


def render(source: str) -> str:
    """Return `source` (Markdown) as safe HTML; raise TextRefused where that cannot be done."""
    source = clean(source)
    check(source)
    try:
        html = _markdown().convert(source)
        return gate(linkify(html))
    except TextRefused:
        raise
    except Exception as error:  # whatever a hostile text provokes is the text's own fault
        raise TextRefused(_l("This text could not be read as Markdown.")) from error


def gate(html: str) -> str:
    """Return `html` with nothing left in it but what a post may contain. Always the last step."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={
            "a": {"href", "title", "class"},
            "th": {"align"},
            "td": {"align"},
            "ol": {"start"},
        },
        attribute_filter=_only_our_classes,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer ugc",
    )


def mentions(source: str) -> set[str]:
    """Return the handles that `source` mentions."""
    return {name.lower() for name in re.findall(MENTION, source)}


def plain(html: str) -> str:
    """Return the words of safe `html` as plain text on one line."""
    return " ".join(unescape(nh3.clean(html.replace("<", " <"), tags=set())).split())


def _bound(count: int, most: int, name: object) -> None:
    if count > most:
        raise TextRefused(
            _l("This text has too many %(name)s (at most %(most)d).", name=name, most=most)
        )


def _check_line(text: str) -> None:
    found = MARKERS.match(text)
    marks = len(MARKER.findall(found[0])) if found else 0
    indent = (len(text) - len(text.lstrip(" \t"))) // 2 + text[:64].count("\t")
    if marks > DEEPEST or (indent > 4 * DEEPEST and text.strip()):
        raise TextRefused(_l("Quotes or lists are nested more than %(most)d deep.", most=DEEPEST))


def _check_brackets(block: str) -> None:
    """Refuse brackets in brackets, closed or not: each opening one is followed to its end, anew."""
    if "[" not in block and "](" not in block:
        return
    depth = {"[": 0, "(": 0}  # round ones count where they open an address, and within it
    before = ""
    for letter in block:
        if letter == "[" or (letter == "(" and (depth["("] or before == "]")):
            depth[letter] += 1
            if depth[letter] > DEEPEST:
                raise TextRefused(_l("Brackets are nested more than %(most)d deep.", most=DEEPEST))
        elif letter in "])":
            opened = "[" if letter == "]" else "("
            depth[opened] = max(depth[opened] - 1, 0)
        before = letter


def _only_our_classes(tag: str, attribute: str, value: str) -> str | None:
    return value if attribute != "class" or value == "mention" else None


def _markdown() -> Markdown:
    return Markdown(
        extensions=["fenced_code", "tables", "sane_lists", "nl2br", "pymdownx.tilde", _House()],
        extension_configs={"pymdownx.tilde": {"subscript": False}},
    )


class _House(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.preprocessors.register(Lists(md), "lists", 15)  # after code and HTML are set apart
        md.inlinePatterns.register(_Mention(MENTION, md), "mention", 75)
        md.treeprocessors.register(_Outline(md), "outline", 5)


class _Mention(InlineProcessor):
    def handleMatch(self, m, data):  # noqa: N802
        link = ET.Element("a", {"href": f"/people/{m[1].lower()}", "class": "mention"})
        link.text = f"@{m[1]}"
        return link, m.start(0), m.end(0)


class _Outline(Treeprocessor):
    """Images become links, since loading one tells a stranger who reads; headings make an outline.

    Below the title and the section of a page a text begins at the third level and leaves none out.
    """

    def run(self, root: ET.Element) -> None:
        used = sorted({e.tag for e in root.iter() if HEADING.fullmatch(str(e.tag))})
        levels = {tag: f"h{min(3 + rank, 5)}" for rank, tag in enumerate(used)}
        for element in root.iter():
            if element.tag == "img":
                element.tag, source = "a", element.get("src", "")
                element.text = element.get("alt") or source
                element.attrib.clear()
                element.set("href", source)
            if element.tag == "a" and not LEADS_SOMEWHERE.match(element.get("href", "")):
                _unlink(element)
            if element.tag == "th" and not "".join(element.itertext()).strip():
                element.tag = "td"  # the corner of a table names nothing
            element.tag = levels.get(element.tag, element.tag)


def _unlink(link: ET.Element) -> None:
    """Say where a link would lead that leads nowhere: `markdown` takes a footnote for one."""
    target, words = link.attrib.pop("href", ""), "".join(link.itertext())
    link.tag = "span"
    link.attrib.clear()
    if target and target != words and not SCRIPT.match(target):  # which is not even quoted
        last = link[-1] if len(link) else None
        if last is None:
            link.text = f"{link.text or ''} ({target})"
        else:
            last.tail = f"{last.tail or ''} ({target})"
