"""A conversation as an accessible PDF, set by a process of its own that may take only so long."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import structlog
from flask_babel import get_locale
from flask_babel import gettext as _

from hrcn_community.core.absolute import absolute_html
from hrcn_community.core.apart import Failed, work_apart
from hrcn_community.core.db import let_go
from hrcn_community.core.errors import Unable
from hrcn_community.core.text import one_line
from hrcn_community.core.turns import OTHERS_FIRST, Turns
from hrcn_community.core.words import _l
from hrcn_community.downloads.pieces import CopiedPoll, Head, Line, Piece
from hrcn_community.downloads.tree import Run, blocks_of, breakable

log = structlog.get_logger()
MIMETYPE = "application/pdf"
MOST_POSTS = 500  # of one paper
MOST_LETTERS = 300_000  # of HTML; twice as many of the worst kind do not fit into memory
SECONDS = 30  # twice what the longest takes on a busy machine
AT_ONCE = 2
TYPESETTER = "hrcn_community.downloads.typesetter"
turns = Turns(AT_ONCE, message=OTHERS_FIRST)
TOO_LONG = _l(
    "This could not be made into a PDF: it is too long or too entangled. Its Markdown copy holds all of it."
)


def paper_of(head: Head, pieces: Sequence[Piece], end: Line = ()) -> bytes:
    """Return posts as a PDF; `end` is what stands below them. The database is let go meanwhile."""
    paper = json.dumps(_paper(head, pieces, end))
    let_go()
    return _set(paper)


def fitting(pieces: Iterable[Piece]) -> list[Piece]:
    """Return as many of `pieces`, from the first, as fit into one paper: at least one."""
    taken: list[Piece] = []
    letters = 0
    for piece in pieces:
        letters += len(piece.html)
        if taken and (letters > MOST_LETTERS or len(taken) >= MOST_POSTS):
            break
        taken.append(piece)
    return taken


def _set(paper: str) -> bytes:
    """Let the typesetter set `paper`; raise Unable where it fails or takes too long."""
    try:
        return work_apart(TYPESETTER, paper.encode(), SECONDS)
    except Failed as failed:
        log.warning("paper_not_set", kind=type(failed.__cause__).__name__)
        raise Unable(TOO_LONG, 422) from None


def _paper(head: Head, pieces: Sequence[Piece], end: Line) -> dict[str, Any]:
    return {
        "title": breakable(one_line(head.title)) or "–",
        "language": head.language,
        "locale": str(get_locale()),
        "lines": [[f"{name}:", _runs(line)] for name, line in head.lines],
        "posts": [_post(piece, head.here) for piece in pieces],
        "foot": breakable(one_line(head.title)[:90]),
        "page": _("Page %(n)s of %(last)s", n="{n}", last="{last}"),
        "sentence": _(
            "Some signs in these texts have no shape in the typefaces of this paper: pictures "
            "are told by their names in brackets, letters are shown as ▯. The Markdown copy "
            "holds them all."
        ),
        "end": _runs(end) if end else None,
    }


def _post(piece: Piece, here: str) -> dict[str, Any]:
    return {
        "number": piece.number or None,  # a part of an answer has none
        "author": breakable(one_line(piece.author)),
        "gone": piece.gone,
        "meta": _meta(piece),
        "marks": piece.marks,
        "language": piece.language or "en",
        "body": blocks_of(absolute_html(piece.html, here)),
        "poll": _poll(piece.poll) if piece.poll else None,
        "notes": [_runs(line) for line in piece.notes],
    }


def _meta(piece: Piece) -> list[Run]:
    """Return the line below a name: who they are, when they wrote, whether that was changed."""
    if not piece.when:
        return []
    who = f"{piece.about} · " if piece.about else ""
    edited = f" · {piece.edited}" if piece.edited else ""
    return _runs(((who, ""), (piece.when, piece.href), (edited, "")))


def _runs(line: Line) -> list[Run]:
    linked = ((breakable(words), href) for words, href in line if words)
    return [{"t": "a", "h": href, "c": [words]} if href else words for words, href in linked]


def _poll(poll: CopiedPoll) -> dict[str, Any]:
    return {
        "question": f"{_('Poll:')} {breakable(poll.question)}",
        "facts": poll.facts,
        "names": poll.names,
        "rows": [[breakable(cell) for cell in row] for row in poll.rows],
        "counted": any(votes for _choice, votes, _share in poll.rows),
        "words": poll.words,
    }
