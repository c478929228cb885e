"""Where a case and the shelf meet: a signed copy is put before the public, and taken down again.

The two rooms know nothing of each other. What goes over is words and names of those who want to be named.
"""

from typing import Any

from flask import Blueprint, flash
from flask_babel import gettext as _
from werkzeug.exceptions import Gone, NotFound

from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts.viewer import AnyViewer, Viewer
from hrcn_community.consultations.actions.consenting import release_copy
from hrcn_community.consultations.actions.publishing import withdraw_copy
from hrcn_community.consultations.forms.deeds import PlainForm, ReasonForm
from hrcn_community.consultations.licence import LICENCE
from hrcn_community.consultations.models import Case
from hrcn_community.consultations.models.publication import CasePublication
from hrcn_community.consultations.publication import PublicationDeed
from hrcn_community.consultations.queries.copied import find_copied_case
from hrcn_community.consultations.queries.publishing import copy_behind, copy_of
from hrcn_community.consultations.routes.publishing import show_wrong
from hrcn_community.core.web import page
from hrcn_community.knowledge.actions.answers import put_on_shelf, take_down
from hrcn_community.knowledge.forms import TakeDownForm
from hrcn_community.knowledge.models import PublishedAnswer
from hrcn_community.knowledge.queries.answers import (
    answer_at,
    answer_page,
    find_answer,
    was_taken_down,
)

publishing = Blueprint("publishing", __name__)
P = Permission.Consultations


@publishing.post("/consultations/<ref>/publication/publishing")
@permit(P.PUBLISH_COPY, find_copied_case)
def publish(case: Case) -> Any:
    copy = _copy(case)
    answer = PlainForm().once(lambda: publish_copy(copy, case, by=me()).address)
    flash(_("It is published. Nothing at it leads back here."), "success")
    return answer


@publishing.post("/consultations/<ref>/publication/withdrawal")
@permit(P.WITHDRAW_COPY, find_copied_case)
def withdraw(case: Case) -> Any:
    copy, form, back = _copy(case), ReasonForm(), f"{case.address}/publication"
    if not form.validate_on_submit():
        return show_wrong(case, form, PublicationDeed.WITHDRAW)
    answer = form.once(lambda: (_withdrawn(copy, form.words, me()), back)[1])
    flash(_("It is withdrawn. Where it was public, it is gone at once."), "success")
    return answer


def find_standing(slug: str, *, viewer: AnyViewer) -> PublishedAnswer | None:
    """Return the answer; who presses again what is done already reads that it is gone."""
    answer = find_answer(slug, viewer=viewer)
    if answer is None and was_taken_down(slug):
        raise Gone
    return answer


@publishing.post("/answers/<slug>/withdrawal")
@permit(Permission.Answers.TAKE_DOWN, find_standing)
def take_answer_down(answer: PublishedAnswer) -> Any:
    """The core team takes it down by office, and learns nothing of the case that it came from."""
    form = TakeDownForm()
    if not form.validate_on_submit():
        return _answer_page(answer, form, 422)
    done = form.once(lambda: (_taken_down(answer, form.words, me()), "/answers")[1])
    flash(_("It is withdrawn. Where it was public, it is gone at once."), "success")
    return done


def publish_copy(copy: CasePublication, case: Case, *, by: Viewer) -> PublishedAnswer:
    """Put the signed text on the shelf, in the transaction that lets it go."""
    told = release_copy(copy, case, by=by)
    answer = put_on_shelf(
        told.title,
        told.question,
        told.answer,
        language=told.language,
        licence=LICENCE,
        term_ids=told.term_ids,
        author_ids=told.author_ids,
    )
    copy.conversation_id = answer.conversation_id
    return answer


def _copy(case: Case) -> CasePublication:
    copy = copy_of(case)
    if copy is None:
        raise NotFound
    return copy


def _withdrawn(copy: CasePublication, reason: str, by: Viewer) -> None:
    was_at = withdraw_copy(copy, reason, by=by)
    answer = answer_at(was_at) if was_at else None
    if answer:
        take_down(answer)


def _taken_down(answer: PublishedAnswer, reason: str, by: Viewer) -> None:
    copy = copy_behind(answer.conversation_id) if answer.conversation_id else None
    if copy:
        withdraw_copy(copy, reason, by=by)
    take_down(answer)


def _answer_page(answer: PublishedAnswer, form: TakeDownForm, status: int) -> Any:
    shown = answer_page(answer, viewer=me())
    return page("knowledge/answer.html", status, shown=shown, form=form)
