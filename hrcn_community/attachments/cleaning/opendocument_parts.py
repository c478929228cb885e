"""What is taken out of the parts of an OpenDocument file."""

from base64 import b64decode, b64encode
from urllib.parse import urlsplit

from hrcn_community.attachments.cleaning.markup import (
    Element,
    empty,
    name_of,
    remove,
    space_of,
    split_name,
)
from hrcn_community.attachments.cleaning.outcome import NotTaken, Why
from hrcn_community.attachments.cleaning.pictures import clean_picture

GONE = {
    "event-listeners", "event-listener", "printer-setup", "dde-connection-decls", "creator-initials",
    "sender-initials", "date-string", "connection-resource", "forms-datasource",
}  # fmt: skip
REFUSED = {
    "script": Why.MACROS, "dde-source": Why.ACTIVE, "dde-connection": Why.ACTIVE, "plugin": Why.EMBEDDED,
    "applet": Why.EMBEDDED, "object-ole": Why.EMBEDDED, "floating-frame": Why.EMBEDDED,
}  # fmt: skip
# Settings that tell of a machine: its printer, its data sources, the paths of its palettes.
SETTINGS = (
    "Printer",
    "PrintFaxName",
    "CurrentDatabase",
    "Rsid",
    "TableURL",
    "TrackedChangesViewSettings",
)
RSIDS = {"rsid", "paragraph-rsid"}
# A change that is tracked must name a time; this one is nobody's.
NO_TIME = "2000-01-01T00:00:00"
SCHEMES = {"http", "https", "mailto", "tel"}


def clean_part(root: Element) -> None:
    """Take out of one part who wrote it, when, where and with what."""
    if name_of(root) == "document-meta":
        for each in root:
            empty(each)
        return
    gone: list[Element] = []
    for each in root.iter():
        name = name_of(each)
        if name in REFUSED:
            raise NotTaken(REFUSED[name])
        if name in GONE or (name == "config-item" and _tells_of_a_machine(each)):
            gone.append(each)
        else:
            _clean_element(each, name)
    for each in gone:
        remove(each)


def _clean_element(each: Element, name: str) -> None:
    if space_of(each).endswith("/dc/elements/1.1/"):
        each.text = NO_TIME if name == "date" and _is_a_change(each) else None
    elif name == "binary-data":
        _clean_inside(each)
    _clean_attributes(each, name)


def _tells_of_a_machine(setting: Element) -> bool:
    name = next((v for k, v in setting.attrib.items() if split_name(k)[1] == "name"), "")
    return any(word in name for word in SETTINGS)


def _is_a_change(date: Element) -> bool:
    parent = date.getparent()
    return parent is not None and name_of(parent) == "change-info"


def _clean_inside(held: Element) -> None:
    """Clean a picture that stands in the text itself."""
    try:
        raw = b64decode(held.text or "")
    except ValueError:
        raise NotTaken(Why.DAMAGED) from None
    held.text = b64encode(clean_picture(raw)).decode()


def _clean_attributes(element: Element, name: str) -> None:
    for attribute, value in list(element.attrib.items()):
        local = split_name(attribute)[1]
        if local in RSIDS:
            del element.attrib[attribute]
        elif local == "href":
            _clean_address(element, name, attribute, value)


def _clean_address(element: Element, name: str, attribute: str, value: str) -> None:
    """Keep what lies in this file, and addresses that a reader may follow; nothing is fetched by itself."""
    scheme = _scheme(value)
    if name == "a":
        if scheme not in SCHEMES and not value.startswith("#"):
            element.set(attribute, "#")
    elif scheme or value.startswith(("/", "\\", "../")):
        if name == "object":
            raise NotTaken(Why.EMBEDDED)
        element.set(attribute, "")


def _scheme(value: str) -> str:
    try:
        return urlsplit(value.strip()).scheme.lower()
    except ValueError:
        return "?"
