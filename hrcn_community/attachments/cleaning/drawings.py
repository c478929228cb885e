"""SVG pictures inside documents: shapes and words stay, programs and what a tool noted do not."""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable

from hrcn_community.attachments.cleaning.markup import (
    Element,
    name_of,
    read_xml,
    remove,
    space_of,
    split_name,
    write_xml,
)
from hrcn_community.attachments.cleaning.outcome import NotTaken, Why

SVG = "http://www.w3.org/2000/svg"
PLAIN = {"", SVG, "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"}
DROPPED = {"metadata", "script", "foreignObject", "handler", "listener", "set", "animate"}
FETCHES = re.compile(r"@import|url\(\s*['\"]?(?!['\"#])", re.I)
Clean = Callable[[bytes], bytes]
PICTURE = "data:image/"


def clean_svg(raw: bytes, clean_picture: Clean) -> bytes:
    """Return a drawing without programs, without addresses, without a tool's notes."""
    root = read_xml(raw)
    for each in list(root.iter()):
        is_style = name_of(each) == "style" and FETCHES.search(each.text or "")
        if space_of(each) not in PLAIN or name_of(each) in DROPPED or is_style:
            remove(each)
        else:
            _clean_attributes(each, clean_picture)
    return write_xml(root)


def _clean_attributes(element: Element, clean_picture: Clean) -> None:
    for name, value in list(element.attrib.items()):
        space, local = split_name(name)
        if space not in PLAIN or local.lower().startswith("on") or FETCHES.search(value):
            del element.attrib[name]
        elif local == "href" and not value.startswith("#"):
            _clean_address(element, name, value, clean_picture)


def _clean_address(element: Element, name: str, value: str, clean_picture: Clean) -> None:
    """A picture in the drawing is cleaned like any other; every other address is left out."""
    head, _, body = value.partition(",")
    if not head.startswith(PICTURE) or "svg" in head or not head.endswith(";base64"):
        del element.attrib[name]
        return
    try:
        raw = b64decode(body)
    except ValueError:
        raise NotTaken(Why.DAMAGED) from None
    element.set(name, f"{head},{b64encode(clean_picture(raw)).decode()}")
