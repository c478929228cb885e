"""A delivered answer as a tagged PDF, set for whoever asks for it now and kept nowhere."""

from collections.abc import Iterable, Sequence

from flask import Response
from flask_babel import gettext as _
from markupsafe import Markup, escape

from hrcn_community.consultations.models import Case
from hrcn_community.consultations.queries.answers import Answer, Named
from hrcn_community.consultations.queries.citations import Reference
from hrcn_community.core import clock
from hrcn_community.core.settings import address
from hrcn_community.downloads import paper
from hrcn_community.downloads.files import handed_out
from hrcn_community.downloads.moments import day_said, moment_line, said
from hrcn_community.downloads.pieces import Head, Line, Piece
from hrcn_community.spaces.models import AUDIENCES


def paper_of_answer(case: Case, answer: Answer) -> Response:
    """Return a version of the answer as a file that no cache keeps."""
    with paper.turns.one():
        body = paper.paper_of(_head(case, answer), list(_pieces(case, answer)))
    return handed_out(body, answer.full_ref, "pdf", paper.MIMETYPE)


def reference_line(reference: Reference) -> Markup:
    """Return a source as it is printed in a list: its title, where it appeared, where and when it was seen."""
    clause = _("clause %(n)s", n=reference.clause) if reference.clause else ""
    parts = [f"<em>{escape(reference.title)}</em>"]
    parts += [str(escape(each)) for each in (clause, reference.source) if each]
    if reference.href:
        whole = escape(address(reference.href) if reference.is_house else reference.href)
        parts.append(f'<a href="{whole}">{whole}</a>')
    if reference.seen_on:
        parts.append(str(escape(_("seen on %(day)s", day=day_said(reference.seen_on)))))
    return Markup(", ".join(parts))  # noqa: S704 - each part was escaped above


def _head(case: Case, answer: Answer) -> Head:
    href = address(f"{case.address}/versions/{answer.version}")
    lines: list[tuple[str, Line]] = [
        (_("Reference"), ((answer.full_ref, ""),)),
        (_("Version"), ((_version(answer), ""),)),
        (_("Delivered"), ((said(answer.delivered_at), ""),)),
        *_people(answer),
        (_("Who reads it there"), ((str(AUDIENCES[case.space.audience]), ""),)),
        (_("Address"), ((href, href),)),
        (_("Downloaded"), ((moment_line(clock.now()), ""),)),
    ]
    return Head(case.conversation.title, case.conversation.language, case.address, lines)


def _version(answer: Answer) -> str:
    if answer.is_latest:
        return _("%(n)s, the newest", n=answer.version)
    return _("%(n)s; version %(latest)s replaces it", n=answer.version, latest=answer.latest)


def _people(answer: Answer) -> Iterable[tuple[str, Line]]:
    for words, people in (
        (_("Written by"), answer.by),
        (_("Reviewed by"), answer.reviewed_by),
        (_("Signed by"), answer.signed_by),
    ):
        if people:
            yield words, ((_names(people), ""),)


def _names(people: Sequence[Named]) -> str:
    return ", ".join(person.name for person in people)


def _pieces(case: Case, answer: Answer) -> Iterable[Piece]:
    """Yield what an erratum says was wrong, the answer, and its numbered references."""
    if answer.note:
        yield _piece(case, _("What was corrected"), answer.note, answer.note_language)
    yield _piece(case, _("The answer"), answer.html, answer.language)
    if answer.references:
        items = "".join(f"<li>{reference_line(each)}</li>" for each in answer.references)
        yield _piece(case, _("References"), f"<ol>{items}</ol>", "")


def _piece(case: Case, heading: str, html: str, language: str) -> Piece:
    return Piece(0, case.address, author=heading, html=str(html), language=language)
