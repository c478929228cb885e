"""A forum's Markdown as ours: its quotes name posts of ours, its uploads say that they are missing."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from hrcn_community.importing.plain import escaped

MEANT = (
    r"(?P<code>`[^`\n]+`)"
    r"|(?P<open>\[quote(?:=(?P<said>[^\]\n]{0,300}))?\])|(?P<close>\[/quote\])"
    r"|(?P<file>!?\[(?P<alt>[^\]\n]{0,300})\]\((?:upload://|/uploads/)[^)\s]{1,500}[^)\n]{0,100}\))"
    r"|(?P<image><img\b[^>\n]{0,2000}>)|(?P<named>(?<![\w@/.])@(?=\w))"
)
TOKEN, FENCE_OR_TOKEN = (
    re.compile(MEANT, re.I),
    re.compile(rf"(?P<fence>^```)|{MEANT}", re.M | re.I),
)
CLOSES = re.compile(r"^```[ \t]*$", re.M)
ASIDE = re.compile(r"<aside\b[^>]{0,1000}>", re.I)
UPLOAD = re.compile(r'(?:src|href)="[^"]{0,300}/uploads/', re.I)
POST, TOPIC = re.compile(r"post[:\"=]+(\d{1,9})"), re.compile(r"topic[:\"=]+(\d{1,12})")
SIZE = re.compile(r"\|.*\Z", re.S)
MISSING = "*(not brought along: {})*"
DEEPEST = 6
Target = Callable[[int, int], tuple[str, str] | None]


@dataclass
class Turned:
    """What a text became; `quoted` are the posts that it leads to, `missing` counts its uploads."""

    text: str = ""
    quoted: list[str] = field(default_factory=list)
    missing: int = 0


def turned(raw: str, topic: int, target: Target) -> Turned:
    """Return `raw` as our Markdown; `target(topic, number)` names a post that it may lead to, and its link."""
    result = Turned()
    open_: list[tuple[str, list[str]]] = [("", [])]
    at = 0
    for token in _tokens(raw):
        open_[-1][1].append(raw[at : token.start()])
        at = token.end()
        if token["open"] and len(open_) <= DEEPEST:
            open_.append((token["said"] or "", []))
        elif token["close"] and len(open_) > 1:
            _close(open_, topic, target, result)
        else:
            open_[-1][1].append(_instead(token, result))
    open_[-1][1].append(raw[at:])
    while len(open_) > 1:
        _close(open_, topic, target, result)
    result.text = "".join(open_[0][1]).strip("\n")
    return result


def quoted_in(cooked: str, topic: int) -> list[tuple[int, int]]:
    """Return which posts the HTML of a post quotes: topic and number."""
    return [place for aside in ASIDE.findall(cooked) if (place := _place(aside, topic))]


def _tokens(raw: str) -> Iterator[re.Match[str]]:
    """Yield what means something, but nothing of a block of code that ends. Linear in the length of `raw`."""
    at = 0
    while token := FENCE_OR_TOKEN.search(raw, at):
        at = token.end()
        if not token["fence"]:
            yield token
        elif end := CLOSES.search(raw, at):
            at = end.end()
        else:  # nor does any block that begins behind it
            yield from TOKEN.finditer(raw, token.start())
            return


def _instead(token: re.Match[str], result: Turned) -> str:
    if token["file"] or token["image"]:
        result.missing += 1
        named = SIZE.sub("", token["alt"] or "").strip()
        return MISSING.format(escaped(named) if named else "an image")
    if token["named"]:  # in this house somebody else may bear that handle
        return "&#64;"
    return token[0]


def _close(open_: list[tuple[str, list[str]]], topic: int, target: Target, result: Turned) -> None:
    """Put what was quoted into what quotes it, as a quote of ours."""
    said, words = open_.pop()
    place = _place(said, topic)
    found = target(*place) if place else None
    lines = "".join(words).strip().split("\n")
    if found:
        external, link = found
        result.quoted.append(external)
        lines += ["", link]
    elif name := said.strip("\"' ").partition(",")[0].strip():
        lines = [f"{escaped(name)}:", "", *lines]
    quote = "\n".join(f"> {line}".rstrip() for line in lines)
    open_[-1][1].append(f"\n\n{quote}\n\n")


def _place(said: str, topic: int) -> tuple[int, int] | None:
    post, other = POST.search(said), TOPIC.search(said)
    return (int(other[1]) if other else topic, int(post[1])) if post else None
