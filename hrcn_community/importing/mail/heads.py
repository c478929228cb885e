"""The head of a message: its fields, unfolded and in letters, whatever they are written in."""

import re
from codecs import lookup
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import getaddresses
from functools import lru_cache

from hrcn_community.accounts.addresses import sound_address
from hrcn_community.accounts.placeholders import address_print, named_print
from hrcn_community.core.text import one_line
from hrcn_community.importing.masking import mask
from hrcn_community.importing.telling import Author

FIELD = re.compile(rb"^([!-9;-~]{1,80}):[ \t]*(.*(?:\r?\n[ \t]+.*)*)", re.M)
FOLD = re.compile(rb"\r?\n[ \t]*")
WORD = re.compile(r"=\?[^?\s]+\?[bBqQ]\?")
BETWEEN = re.compile(r"(\?=)[ \t\r\n]+(=\?)")
ID = re.compile(r"<([^<>\s]{1,900})>")
ODD = {
    "idna",
    "punycode",
    "undefined",
    "unicode_escape",
    "raw_unicode_escape",
}  # no text is in these
POST_TO = re.compile(r"mailto:([^<>?\s]{3,320})", re.I)
VIA = re.compile(r"(?<!\s)\s+via\s+\S.*$", re.I)
MOST_IDS = 100
WANTED = {
    "message-id", "in-reply-to", "references", "subject", "date", "from", "received", "x-no-archive",
    "sensitivity",
    "reply-to", "x-original-from", "delivery-date", "x-archived-date", "to", "cc", "list-post",
}  # fmt: skip


def fields_of(head: bytes) -> dict[str, str]:
    """Return the fields that matter, each as it stands first; raw bytes become letters."""
    found: dict[str, str] = {}
    for name, value in FIELD.findall(head):
        key = name.decode("ascii").lower()
        if key in WANTED and key not in found:
            found[key] = decoded(FOLD.sub(b" ", value), "utf-8")[0].strip()
    return found


def ids_in(text: str) -> list[str]:
    """Return the message ids that a field names, in order; a bare one, too."""
    found = ID.findall(text) or [word for word in text.split() if "@" in word and len(word) < 900]
    return found[:1] + found[1:][1 - MOST_IDS :]


def words_in(text: str) -> str:
    """Return a field in letters: encoded words are decoded, from whatever charset they name."""
    if not WORD.search(text):
        return text
    try:
        parts = decode_header(BETWEEN.sub(r"\1 \2", text))
    except (HeaderParseError, ValueError):
        return text
    return "".join(
        part if isinstance(part, str) else decoded(part, charset or "utf-8")[0]
        for part, charset in parts
    )


def decoded(raw: bytes, charset: str) -> tuple[str, bool]:
    """Return `raw` in letters, and whether it was in `charset`; else in what it most likely is."""
    try:
        if lookup(charset.strip("\"' ")).name in ODD:
            raise LookupError
        return raw.decode(charset.strip("\"' ")), True
    except (LookupError, ValueError, UnicodeError):
        pass
    try:
        return raw.decode("utf-8"), False
    except UnicodeError:
        return raw.decode("cp1252", "replace"), False


def author_of(fields: dict[str, str], source: str) -> Author:
    """Return who wrote: by their address, or where there is none by their name in this source.

    A list that writes `Amina via List` into the sender's place gives its own address there: that is
    nobody's, or whoever reads the list's mail could claim all that was ever written to it.
    """
    name, address = _first(fields.get("from", ""))
    lists = {each.lower() for each in POST_TO.findall(fields.get("list-post", ""))}
    if VIA.search(name) or address.lower() in lists:
        others = [pair for field in ("to", "cc") for pair in _addresses(fields.get(field, ""))]
        shared = lists | {each.lower() for _, each in others} | {address.lower()}
        name, address = VIA.sub("", name), _behind(fields, shared)
    return _author(name, address, source)


@lru_cache(maxsize=10_000)
def _author(name: str, address: str, source: str) -> Author:
    known = sound_address(address)
    shown = mask(one_line(name.strip("\"' ") or address))
    return Author(address_print(known) if known else named_print(source, shown.lower()), shown)


def _behind(fields: dict[str, str], shared: set[str]) -> str:
    """Return the address of who wrote through a list, if it is their own; '' lets the name decide."""
    for field in ("x-original-from", "reply-to"):
        address = _first(fields.get(field, ""))[1]
        if address and address.lower() not in shared:
            return address
    return ""


def _addresses(text: str) -> list[tuple[str, str]]:
    """Return the names and addresses of a field; none of one that nests its remarks too deep."""
    try:
        return getaddresses([text])
    except RecursionError:
        return []


def _first(text: str) -> tuple[str, str]:
    """Return name and address of the first sender. The name is decoded after it was cut out."""
    name, address = next(iter(_addresses(text)), ("", ""))
    if not sound_address(address) and WORD.search(text):  # some encode the address with the name
        name, address = next(iter(_addresses(words_in(text))), ("", ""))
    shown = words_in(name)
    return "" if WORD.search(shown) else shown, address
