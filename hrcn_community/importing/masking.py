"""Addresses of people are shown nowhere: of `amina@example.org` stays `amina@…`, also in links."""

import re

SIGN = re.compile(r"[@＠﹫]|%(?:25){0,9}40|&#0*64(?!\d);?|&#[xX]0*40(?![0-9a-fA-F]);?|&commat;")
# What nobody sees within an address, as a letter, as an entity, or as `clean` shows it: formats,
# controls, letters without a shape.
UNSEEN = (
    r"(?:[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    r"\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    r"\U000e0000-\U000e0fff]|⟦U\+[0-9A-F]{4}⟧"
    r"|&(?:shy|zwj|zwnj|lrm|rlm|NoBreak|ZeroWidthSpace|#0*(?:173|820[3-7]|8288|65279)"
    r"|#[xX]0*(?:[aA][dD]|200[b-fB-F]|2060|[fF]{2}[eE][fF])(?![0-9a-fA-F]));?)"
)
TAG = (
    r"<(?:/?(?:a|abbr|b|big|code|del|em|font|i|ins|kbd|mark|s|small|span|strong|sub|sup|tt|u|wbr)"
    r"(?:[\s/][^<>]{0,60})?|!--[^<>]{0,60}--)>"
)
OPEN = r"<(?!(?:blockquote|br|div|h\d|hr|img|li|ol|p|pre|t[dhr]|table|ul)\b)"
BETWEEN = re.compile(rf"(?:{SIGN.pattern}|{UNSEEN}|{TAG}|{OPEN}|[*_`~\\]){{0,20}}")
APART = re.compile(rf"{UNSEEN}|{TAG}")
BEFORE = re.compile(r"(?:[\w.!#$%&'*+/=?^`{|}~-]{1,64}|\"[^\"\n]{1,64}\")\\?\Z")
# No atomic groups: Python 3.11 matches some of them wrong before 3.11.5. So each of these begins as no
# other does, and there is one way to read a label.
LETTER = rf"(?!{UNSEEN})(?:\w|&#(?:\d{{1,7}}|[xX][0-9a-fA-F]{{1,6}});)"
LABEL = rf"{LETTER}(?:(?:-|{LETTER}|{UNSEEN}){{0,80}}{LETTER})?"
AFTER = re.compile(
    rf"\[[0-9A-Za-z:.]{{2,60}}\]|{LABEL}(?:{UNSEEN}{{0,9}}\\?[.。．｡]{UNSEEN}{{0,9}}{LABEL}){{0,20}}"
)
REACH, FAR = (
    70,
    200,
)  # so far back the part before the sign is looked for, and what nobody sees of it
HIDDEN = "…"


def mask(text: str) -> str:
    """Return `text` with the part of every address behind its sign taken away. Linear in its length."""
    kept: list[str] = []
    at = 0
    for sign in SIGN.finditer(text):
        between = BETWEEN.match(text, sign.end()) if sign.start() >= at else None
        host = AFTER.match(text, between.end()) if between else None
        if not between or not host or not _is_named(text[at : sign.start()][-FAR:]):
            continue
        kept += [text[at : sign.start()], "@", mask(between[0]), HIDDEN]
        at = host.end()
    return "".join([*kept, text[at:]]) if kept else text


def _is_named(before: str) -> bool:
    """Does somebody's name stand there? Not in https://example.org/@name, nor in **@name**."""
    bare = APART.sub("", before)[-REACH:]
    found = None if bare.endswith("/") else BEFORE.search(bare)
    return bool(found) and any(map(str.isalnum, found[0]))
