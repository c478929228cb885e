"""A conversation as copies hold it: plain words for one reader, at one moment; no markup of theirs yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from flask_babel import gettext as _
from flask_babel import ngettext

from hrcn_community.conversations.queries.files import ShownFile
from hrcn_community.conversations.queries.polls import ShownPoll
from hrcn_community.conversations.queries.quotes import NamedPost, QuotesAround
from hrcn_community.conversations.shown import ShownPost
from hrcn_community.core.settings import address
from hrcn_community.core.words import _l
from hrcn_community.downloads.languages import language_name
from hrcn_community.downloads.moments import iso, said

Run = tuple[str, str]  # words, and where they lead ("" nowhere)
Line = tuple[Run, ...]

POLL_KINDS = {
    "single": _l("One choice"),
    "multiple": _l("Several choices"),
    "ranked": _l("In order of preference"),
}
WITHHELD = {
    "until_voted": _l(
        "The results are shown to whoever has voted, and to all once the poll has closed."
    ),
    "until_closed": _l("The results are shown once the poll has closed."),
    "in_steps": _l(
        "No counts are shown yet: in an anonymous poll they come in steps of at least five people, one step late."
    ),
    "too_few": _l(
        "Fewer than five people voted: too few to show what they chose without showing who."
    ),
}


@dataclass(frozen=True)
class Head:
    """What stands above a copy. `lines` say where it is from, when it was made, and who may read it."""

    title: str
    language: str
    here: str  # the address in the house
    lines: Sequence[tuple[str, Line]]


@dataclass(frozen=True)
class CopiedPoll:
    """A poll: its rows hold choice, votes and share, if the reader may know them; else `words` say why."""

    question: str
    facts: str
    names: tuple[str, str, str]
    rows: tuple[tuple[str, str, str], ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Piece:
    """A post. Of one that is gone `gone` says so, and nothing else is known but its number."""

    number: int
    href: str
    gone: str = ""
    author: str = ""
    about: str = ""
    when: str = ""
    iso: str = ""
    edited: str = ""
    language: str = ""
    marks: tuple[str, ...] = ()
    source: str = ""
    html: str = ""
    poll: CopiedPoll | None = None
    notes: tuple[Line, ...] = field(default=())


def pieces(
    posts: Iterable[ShownPost],
    sources: dict[int, str],
    polls: dict[int, ShownPoll],
    quotes: dict[int, QuotesAround],
    files: dict[int, tuple[ShownFile, ...]],
) -> list[Piece]:
    """Return posts as a copy holds them."""
    found = [(_piece(p, sources, polls.get(p.id), quotes.get(p.id)), p.id) for p in posts]
    return [replace(e, notes=(*e.notes, *_hung(files.get(id_, ())))) for e, id_ in found]


def _piece(
    post: ShownPost, sources: dict[int, str], poll: ShownPoll | None, around: QuotesAround | None
) -> Piece:
    if post.state != "shown":
        return Piece(post.number, address(post.href), gone=_gone(post))
    about = " · ".join(filter(None, (str(post.author.role_label), post.author.place)))
    return Piece(
        number=post.number,
        href=address(post.href),
        author=post.author.name or _("Somebody"),
        about=about,
        when=said(post.posted_at),
        iso=iso(post.posted_at),
        edited=_("edited %(moment)s", moment=said(post.edited_at)) if post.edited_at else "",
        language=post.language,
        marks=_marks(post),
        source=sources.get(post.id, ""),
        html=post.html,
        poll=_poll(poll) if poll else None,
        notes=(*_quoted(around), *_translated(post)),
    )


def _gone(post: ShownPost) -> str:
    if post.state == "deleted":
        return _("Post %(n)s was taken back by its author.", n=post.number)
    words = _("Post %(n)s was hidden by the facilitators.", n=post.number)
    reason = _("Their reason: %(reason)s", reason=post.reason) if post.reason else ""
    return f"{words} {reason}".strip()


def _marks(post: ShownPost) -> tuple[str, ...]:
    answer = str(getattr(post, "label", "")) or _("Chosen as the answer")
    shared = _("Shared text: everybody who reads here may edit it.")
    return (*([answer] if post.is_answer else ()), *([shared] if post.is_wiki else ()))


def _quoted(around: QuotesAround | None) -> Iterable[Line]:
    if around and around.quotes:
        yield _line(_("Quotes"), [_named(each) for each in around.quotes])


def _named(post: NamedPost) -> Run:
    words = f"#{post.number}"
    words += f" {_('by %(name)s', name=post.author)}" if post.author else ""
    words += f" {_('in “%(title)s”', title=post.title)}" if post.title else ""
    return words, address(post.href)


def _translated(post: ShownPost) -> Iterable[Line]:
    if post.translated:
        at = f"/posts/{post.ref}/translations/"
        yield _line(_("Also in"), [(language_name(c), address(at + c)) for c in post.translated])


def _hung(files: Sequence[ShownFile]) -> Iterable[Line]:
    """Yield the names of files with what they are: to open them one asks in the house."""
    if files:
        named = [f"{f.name} ({f.description})" if f.description else f.name for f in files]
        yield _line(_("Files:"), [(name, "") for name in named])


def _line(words: str, runs: Sequence[Run]) -> Line:
    """Return `words` and what follows them, with commas between."""
    between: list[Run] = [(f"{words} ", "")]
    for number, run in enumerate(runs):
        between += [(", ", "")] * (number > 0) + [run]
    return tuple(between)


def _poll(poll: ShownPoll) -> CopiedPoll:
    counted = _("First wishes") if poll.kind == "ranked" else _("Votes")
    names = _("Choice"), counted, _("Share of those who voted")
    facts = [str(POLL_KINDS[poll.kind]), _("Anonymous") if poll.is_anonymous else _("With names")]
    if poll.closes_at:
        facts.append(f"{_('Closed') if poll.is_over else _('Closes')} {said(poll.closes_at)}")
    if poll.voters:
        facts.append(
            ngettext("%(num)s person voted", "%(num)s people voted", poll.voters)
            if poll.is_over or not poll.is_anonymous
            else ngettext(
                "%(num)s person counted so far", "%(num)s people counted so far", poll.voters
            )
        )
    return CopiedPoll(poll.question, " · ".join(facts), names, *_results(poll))


def _results(poll: ShownPoll) -> tuple[tuple[tuple[str, str, str], ...], tuple[str, ...]]:
    """Return what came of it, or the choices and why nothing is told."""
    if poll.withheld or not poll.voters:
        nobody = _("Nobody has voted.") if poll.is_over else _("Nobody has voted yet.")
        why = str(WITHHELD[poll.withheld]) if poll.withheld else nobody
        return tuple((words, "", "") for _value, words in poll.offered), (why,)
    rows = tuple(
        (_choice(poll, c), str(c.votes), _("%(share)s %%", share=c.share)) for c in poll.told
    )
    return rows, tuple(_chosen(poll))


def _choice(poll: ShownPoll, choice: object) -> str:
    aside = f" ({_('put aside')})" if getattr(choice, "is_aside", False) else ""
    return f"{getattr(choice, 'words', '')}{aside}"


def _chosen(poll: ShownPoll) -> Iterable[str]:
    if poll.winner and poll.is_over:
        yield _("Chosen: “%(choice)s”", choice=poll.winner)
    elif poll.winner:
        yield _("Would be chosen now: “%(choice)s”", choice=poll.winner)
