"""Addresses of people are shown nowhere: of `amina@example.org` stays `amina@…`, also in links."""

import re

SIGN = re.compile(r"[@＠﹫]|%40|&#0*64;|&#[xX]0*40;|&commat;")
BEFORE = re.compile(r"(?:[\w.!#$%&'*+/=?^`{|}~-]{1,64}|\"[^\"\n]{1,64}\")\\?\Z")
AFTER = re.compile(r"\[[0-9A-Za-z:.]{2,60}\]|\w(?:[\w-]{0,62}\w)?(?:\.\w(?:[\w-]{0,62}\w)?){0,20}")
REACH = 70  # so far back the part before the sign is looked for
HIDDEN = "@…"


def mask(text: str) -> str:
    """Return `text` with the part of every address behind its sign taken away. Linear in its length."""
    kept: list[str] = []
    at = 0
    for sign in SIGN.finditer(text):
        host = AFTER.match(text, sign.end())
        if sign.start() < at or not host or not _is_named(text[at : sign.start()][-REACH:]):
            continue
        kept += [text[at : sign.start()], HIDDEN]
        at = host.end()
    return "".join([*kept, text[at:]]) if kept else text


def _is_named(before: str) -> bool:
    """Does somebody's name stand there? Not in https://example.org/@name, nor in **@name**."""
    found = None if before.endswith("/") else BEFORE.search(before)
    return bool(found) and any(map(str.isalnum, found[0]))
