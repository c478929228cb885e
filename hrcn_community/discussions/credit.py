"""What a copy says below a consolidated reply: whom it names at this moment, and how it stands."""

from collections.abc import Iterable
from dataclasses import replace

from flask_babel import gettext as _

from hrcn_community.discussions.queries.synopsis_page import ShownReply
from hrcn_community.downloads.pieces import Line, Piece


def with_credit(piece: Piece, reply: ShownReply | None) -> Piece:
    """Return a post with what belongs to it if it is the consolidated `reply`."""
    return replace(piece, notes=(*_lines(reply), *piece.notes)) if reply else piece


def _lines(reply: ShownReply) -> Iterable[Line]:
    if reply.is_edited:
        yield ((_("This text was edited after those who contributed confirmed it."), ""),)
    if withdrawn := [f"#{number}" for number in _withdrawn(reply)]:
        yield ((f"{_('Withdrawn since:')} {', '.join(withdrawn)}", ""),)
    if reply.credits:
        names = ", ".join(person.name for person in reply.credits)
        words = (
            _("With contributions by"),
            f" {names}. ",
            _("They agree that it tells what they wrote."),
        )
        yield (("".join(words), ""),)
    if reply.over_objection:
        words = _("Published over an objection. The reason:")
        yield ((f"{words} {reply.over_objection}", ""),)


def _withdrawn(reply: ShownReply) -> list[int]:
    """Return the numbers of the posts that it rested on and that are withdrawn."""
    sources = [source for sentence in reply.sentences for source in sentence.sources]
    return sorted({source.number for source in sources if source.is_withdrawn})
