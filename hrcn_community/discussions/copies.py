"""A thread to be taken along: as Markdown, whole, or as a PDF, in parts where it is long."""

import weakref
from collections.abc import Iterator, Sequence
from itertools import chain

from flask import Response
from flask_babel import gettext as _

from hrcn_community.access.guard import viewer
from hrcn_community.core import clock
from hrcn_community.core.settings import address
from hrcn_community.core.turns import OTHERS_FIRST, Turns
from hrcn_community.core.web import in_steps
from hrcn_community.discussions.models import Thread
from hrcn_community.discussions.queries.copies import Source, copied, is_still_open, source_of
from hrcn_community.downloads import markdown, paper
from hrcn_community.downloads.files import handed_out
from hrcn_community.downloads.moments import moment_line
from hrcn_community.downloads.pieces import Head, Line
from hrcn_community.spaces.models import AUDIENCES

LONG = 2000  # posts: whoever reads such a copy slowly may tie a thread of the server for long
long_ones = Turns(2, message=OTHERS_FIRST)


def markdown_copy(thread: Thread) -> Response:
    """Return the whole thread as it is read, range by range; each asks anew what its reader may read."""
    source, head = source_of(thread, viewer=viewer()), _head(thread)
    is_long = source.last > LONG
    if is_long:
        long_ones.take()
    answer = handed_out(in_steps(_markdown(source, head)), head.title, "md", markdown.MIMETYPE)
    if is_long:
        # When it was sent, or when it is forgotten because something failed before.
        answer.call_on_close(weakref.finalize(answer, long_ones.give_back))
    return answer


def paper_copy(thread: Thread, first: int) -> Response:
    """Return the part of the thread that begins with post `first` as a PDF."""
    with paper.turns.one():
        source = source_of(thread, viewer=viewer())
        first = max(min(first, source.last), 1)
        ranges = (copied(source, start, viewer=viewer()) for start in source.starts(first))
        posts = paper.fitting(chain.from_iterable(ranges))
        last = posts[-1].number if posts else source.last
        is_whole = first == 1 and last >= source.last
        head = _head(thread, "" if is_whole else _part(first, last, source.last))
        body = paper.paper_of(head, posts, _end(source, last))
    more = "" if is_whole else f" {first}-{last}"
    return handed_out(body, head.title, "pdf", paper.MIMETYPE, more)


def parts_of(last: int) -> Sequence[tuple[int, int]]:
    """Return the parts in which a thread with `last` posts is offered as PDF; none where one holds all."""
    starts = range(1, last + 1, paper.MOST_POSTS)
    return [(n, min(n + paper.MOST_POSTS - 1, last)) for n in starts] if len(starts) > 1 else []


def _markdown(source: Source, head: Head) -> Iterator[str]:
    yield markdown.head_of(head)
    last = 0
    for start in source.starts():
        posts = copied(source, start, viewer=viewer())
        last = posts[-1].number if posts else last
        yield "".join(markdown.posts_of(posts, source.here))
    is_whole = is_still_open(source, viewer=viewer())
    yield markdown.end_of(
        _the_end(last) if is_whole else _("The rest is not open to you any more.")
    )


def _the_end(last: int) -> str:
    return _("The end: nothing follows post %(n)s.", n=last)


def _end(source: Source, last: int) -> Line:
    """Return what stands at the end of a part, and leads to the next."""
    if last >= source.last:
        return ((_the_end(last), ""),)
    goes_on = _("This thread goes on: the next part begins with post %(n)s.", n=last + 1)
    return ((goes_on, address(f"{source.here}.pdf?from={last + 1}")),)


def _part(first: int, last: int, all_of_them: int) -> str:
    return _("Posts %(first)s to %(last)s of %(all)s", first=first, last=last, all=all_of_them)


def _head(thread: Thread, part: str = "") -> Head:
    """Return what is said of the thread: where it stands, who may read it, when it was taken along."""
    conversation, space = thread.conversation, thread.space
    lines: list[tuple[str, Line]] = [
        (_("Space"), ((space.name, address(f"/spaces/{space.slug}")),)),
        (_("Who reads it there"), ((str(AUDIENCES[space.audience]), ""),)),
        (_("Address"), ((address(conversation.address), address(conversation.address)),)),
        (_("Downloaded"), ((moment_line(clock.now()), ""),)),
    ]
    if part:
        lines.append((_("This part"), ((part, ""),)))
    if conversation.closed_at:
        reason = f": {thread.closing_reason}" if thread.closing_reason else ""
        lines.append((_("Closed"), ((f"{moment_line(conversation.closed_at)}{reason}", ""),)))
    return Head(conversation.title, conversation.language, conversation.address, lines)
