"""The head of one mail: every field in its order, as the first mail server met it, and what they say."""

from collections.abc import Iterator
from email.utils import getaddresses

from hrcn_community.accounts.addresses import sound_address
from hrcn_community.importing.mail.heads import decoded, ids_in

LONGEST = 256 * 1024  # bytes of a head; beyond it nobody reads on
MOST_FIELDS = 1_000
LONGEST_FIELD = 20_000
RECIPIENTS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
NAMED = b"abcdefghijklmnopqrstuvwxyz0123456789-_."


class NoHead(Exception):
    """What came does not begin as a mail does, or its head does not end."""


class Head:
    """The fields of a mail, the topmost first. What a line breaks is one field, as long as its next begins so."""

    def __init__(self, raw: bytes) -> None:
        self.fields = list(_fields(raw))
        if not self.fields:
            raise NoHead

    def all(self, name: str) -> list[str]:
        return [value for each, value in self.fields if each == name]

    def first(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    @property
    def sender(self) -> str:
        """The one address in the one field From, as an account keeps it; '' where there are more or none."""
        said = self.all("from")
        found = [address for _, address in _addresses(said)] if len(said) == 1 else []
        return sound_address(found[0]) if len(found) == 1 else ""

    @property
    def recipients(self) -> list[str]:
        """Whom it was sent to, in lower case: by its head, and by what mail servers wrote about its envelope."""
        said = [value for name in RECIPIENTS for value in self.all(name)]
        return [address.lower() for _, address in _addresses(said)]

    @property
    def message_id(self) -> str:
        return next(iter(ids_in(self.first("message-id"))), "")


def head_of(raw: bytes) -> Head:
    """Return the head of a mail; raise NoHead where there is none that ends."""
    ends = [at for at in (raw.find(b"\n\n"), raw.find(b"\n\r\n")) if at >= 0]
    end = min(ends, default=len(raw))
    if end > LONGEST:
        raise NoHead
    return Head(raw[:end])


def _fields(head: bytes) -> Iterator[tuple[str, str]]:
    """Yield name and value of each field, unfolded; an envelope's line before them is none."""
    name, said = "", []
    for line in head.split(b"\n")[: MOST_FIELDS * 10]:
        if line[:1] in (b" ", b"\t"):
            said.append(line.strip())
            continue
        if name:
            yield name, _value(said)
        name, value = _begun(line)
        said = [value]
    if name:
        yield name, _value(said)


def _begun(line: bytes) -> tuple[str, bytes]:
    name, colon, value = line.partition(b":")
    name = name.rstrip(b" \t").lower()
    is_name = bool(colon and name) and len(name) <= 80 and not name.translate(None, NAMED)
    return (name.decode("ascii"), value.strip()) if is_name else ("", b"")


def _value(said: list[bytes]) -> str:
    return decoded(b" ".join(said)[:LONGEST_FIELD], "utf-8")[0]


def _addresses(said: list[str]) -> list[tuple[str, str]]:
    """Return the names and addresses of some fields; none where remarks are nested too deep."""
    try:
        return getaddresses(said)
    except RecursionError:
        return []
