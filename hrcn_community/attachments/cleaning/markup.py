"""XML inside documents: read without entities, without the network, without what only machines read."""

from typing import Any

from lxml import etree  # type: ignore[attr-defined]

from hrcn_community.attachments.cleaning.outcome import NotTaken, Why

# lxml brings no types of its own.
Element = Any
DECLARES = (b"<!DOCTYPE", b"<!ENTITY")


def read_xml(raw: bytes, is_old_drawing: bool = False) -> Element:
    """Return the root of a part. Old drawings are the one kind that is often written wrongly."""
    if any(mark in raw.replace(b"\0", b"") for mark in DECLARES):
        raise NotTaken(Why.ACTIVE)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=is_old_drawing,
    )
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as problem:
        is_full = problem.code == etree.ErrorTypes.ERR_NO_MEMORY
        raise NotTaken(Why.TOO_MUCH if is_full else Why.DAMAGED) from None
    if root is None:
        raise NotTaken(Why.DAMAGED)
    if root.getroottree().docinfo.doctype:
        raise NotTaken(Why.ACTIVE)
    return root


def write_xml(root: Element) -> bytes:
    """Return a part as bytes, the same for the same content."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def name_of(element: Element) -> str:
    """Return the name without its namespace: strict and usual documents differ in that alone."""
    return etree.QName(element).localname


def space_of(element: Element) -> str:
    """Return the namespace of an element."""
    return etree.QName(element).namespace or ""


def split_name(name: str) -> tuple[str, str]:
    """Return namespace and name of an attribute."""
    space, _, local = name.rpartition("}")
    return space.lstrip("{"), local


def remove(element: Element) -> None:
    """Take an element out; the words that follow it stay."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def empty(element: Element) -> None:
    """Leave of an element its name and its attributes."""
    for child in list(element):
        element.remove(child)
    element.text = None
