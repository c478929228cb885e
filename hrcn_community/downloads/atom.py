"""Atom feeds (RFC 4287) in pages (RFC 5005): ids that no move of the house changes, whole links, clean text."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree  # type: ignore[attr-defined]

from hrcn_community.core.settings import address

NAMESPACE = "http://www.w3.org/2005/Atom"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MIMETYPE = "application/atom+xml"
# Ids are made of what a thing is called, in a name space of our own: they stay when the address does not.
OURS = uuid.UUID("6d2f4b0e-5a0c-4c1b-9a55-1f1c0f8f6b7a")
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Entry:
    """One entry. `author` is "" where no name is to be told; `path` is the address in the house."""

    id: str
    title: str
    path: str
    published_at: datetime
    updated_at: datetime
    author: str
    html: str
    language: str


@dataclass(frozen=True)
class Feed:
    """A page of a feed: `first` is its first page, `path` this one, `next` the following ("" at the end).

    `page` is what people read in its stead; `house` speaks for entries that name no author.
    """

    id: str
    title: str
    subtitle: str
    page: str
    first: str
    path: str
    next: str
    updated_at: datetime
    language: str
    house: str
    entries: Sequence[Entry]


def stable_id(*parts: str) -> str:
    """Return an id for what `parts` name: the same for ever, and on every host."""
    return uuid.uuid5(OURS, "/".join(parts)).urn


def atom(feed: Feed) -> bytes:
    """Return the feed as a document."""
    root = etree.Element(f"{{{NAMESPACE}}}feed", nsmap={None: NAMESPACE})
    root.set(XML_LANG, feed.language)
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    if feed.subtitle:
        _text(root, "subtitle", feed.subtitle)
    _text(root, "updated", moment(feed.updated_at))
    _person(root, feed.house)
    _link(root, "alternate", feed.page, "text/html")
    _link(root, "self", feed.path, MIMETYPE)
    _link(root, "first", feed.first, MIMETYPE)
    if feed.next:
        _link(root, "next", feed.next, MIMETYPE)
    for entry in feed.entries:
        _entry(root, entry)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def moment(at: datetime) -> str:
    """Return a moment as Atom writes it."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _entry(root: etree._Element, entry: Entry) -> None:
    node = etree.SubElement(root, f"{{{NAMESPACE}}}entry")
    node.set(XML_LANG, entry.language)
    _text(node, "id", entry.id)
    _text(node, "title", entry.title)
    _link(node, "alternate", entry.path, "text/html")
    _text(node, "published", moment(entry.published_at))
    _text(node, "updated", moment(entry.updated_at))
    if entry.author:
        _person(node, entry.author)
    _text(node, "content", entry.html).set("type", "html")


def _text(node: etree._Element, name: str, text: str) -> etree._Element:
    child = etree.SubElement(node, f"{{{NAMESPACE}}}{name}")
    child.text = clean(text)
    return child


def _person(node: etree._Element, name: str) -> None:
    _text(etree.SubElement(node, f"{{{NAMESPACE}}}author"), "name", name)


def _link(node: etree._Element, rel: str, path: str, type_: str) -> None:
    link = etree.SubElement(node, f"{{{NAMESPACE}}}link")
    for name, value in (("rel", rel), ("type", type_), ("href", address(path))):
        link.set(name, value)


def clean(text: str) -> str:
    """Return `text` without the signs that no XML document may bear."""
    return FORBIDDEN.sub("", text)
