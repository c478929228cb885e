"""A conversation as Markdown. What people wrote stands in block quotes, as they wrote it.

Nothing in a text reaches beyond its quote: no heading that looks like somebody else's post, no code
that was never closed. Whoever wants the text itself takes away `> ` at the beginning of its lines.
"""

import re
from collections.abc import Iterable, Iterator

from flask_babel import gettext as _

from hrcn_community.core.absolute import absolute_source
from hrcn_community.core.text import one_line
from hrcn_community.downloads.pieces import CopiedPoll, Head, Line, Piece

MIMETYPE = "text/markdown; charset=utf-8"
MEANS_SOMETHING = re.compile(r"([\\`*_\[\]>#]|~(?=~)|(?<=~)~)")
TAG = re.compile(r"<(?=[a-z/!?])", re.I)
ENTITY = re.compile(r"&(?=#?\w+;)")
BEGINS_SOMETHING = re.compile(r"[-+](?=\s|[-+]|$)|\d{1,9}(?=[.)])")  # at the beginning of a line
BESIDE = re.compile(r"(\s*)(.*?)(\s*)", re.S)


def plain(text: str) -> str:
    """Return words on one line that mean nothing but themselves."""
    words = MEANS_SOMETHING.sub(r"\\\1", one_line(text))
    return TAG.sub("&lt;", ENTITY.sub("&amp;", words))


def plain_item(text: str) -> str:
    """Return such words as an item of a list, which they begin."""
    words = plain(text)
    found = BEGINS_SOMETHING.match(words)
    if not found:
        return words
    end = found.end() if found[0].isdecimal() else 0
    return f"{words[:end]}\\{words[end:]}"


def quoted(source: str) -> str:
    """Return a text as a block quote."""
    return "\n".join(f"> {line}".rstrip() for line in source.split("\n"))


def head_of(head: Head) -> str:
    """Return what stands above the posts."""
    lines = [f"- {plain(name)}: {_line(line)}" for name, line in head.lines]
    return f"# {plain(head.title)}\n\n" + "\n".join(lines) + "\n\n---\n"


def posts_of(pieces: Iterable[Piece], here: str) -> Iterator[str]:
    """Return posts, one by one, of a conversation at the address `here`."""
    for piece in pieces:
        yield f"\n{_gone(piece) if piece.gone else _post(piece, here)}\n"


def end_of(words: str) -> str:
    """Return the last line, by which one sees that nothing is missing."""
    return f"\n---\n\n{plain(words)}\n"


def _gone(piece: Piece) -> str:
    return f"## {piece.number}\n\n*{plain(piece.gone)}*"


def _post(piece: Piece, here: str) -> str:
    about = f" ({plain(piece.about)})" if piece.about else ""
    when = [f"[{plain(piece.when)}](<{piece.href}>)", f"`{piece.iso}`", plain(piece.edited)]
    parts = [
        f"## {piece.number} · {plain(piece.author)}{about}",
        " · ".join(filter(None, when)),
        *(f"**{plain(mark)}**" for mark in piece.marks),
        quoted(absolute_source(piece.source, here)),
        *(_poll(poll) for poll in filter(None, [piece.poll])),
        *(f"*{_line(line)}*" for line in piece.notes),
    ]
    return "\n\n".join(parts)


def _poll(poll: CopiedPoll) -> str:
    head = f"**{plain(_('Poll:'))} {plain(poll.question)}**", plain(poll.facts)
    if any(votes for _choice, votes, _share in poll.rows):
        rows = [poll.names, ("---", "---:", "---:"), *poll.rows]
        table = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    else:
        table = [f"- {plain_item(choice)}" for choice, _votes, _share in poll.rows]
    return "\n\n".join([*head, "\n".join(table), *(plain(each) for each in poll.words)])


def _cell(text: str) -> str:
    return text if set(text) <= {"-", ":"} else plain(text).replace("|", r"\|")


def _line(line: Line) -> str:
    return "".join(f"[{plain(w)}](<{href}>)" if href else _words(w) for w, href in line)


def _words(words: str) -> str:
    """Return words between links, with the spaces around them."""
    found = BESIDE.fullmatch(words)
    return f"{found[1]}{plain(found[2])}{found[3]}" if found else ""
