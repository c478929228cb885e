"""Muting and blocking people, from one of their posts or from their page, and the list of whom one did."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect
from werkzeug.wrappers import Response
from wtforms import HiddenField
from wtforms.validators import AnyOf

from hrcn_community.access.forms import HouseForm
from hrcn_community.access.guard import me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts import as_seen
from hrcn_community.accounts import distances as kept
from hrcn_community.accounts.models import PAGELESS, Distance, DistanceKind, Person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.queries import find_standing_post
from hrcn_community.core.db import db
from hrcn_community.core.web import page
from hrcn_community.core.words import _l

distances = Blueprint("distances", __name__)
DONE = {
    DistanceKind.MUTE: _l("What they write is folded away for you now. They are not told."),
    DistanceKind.BLOCK: _l(
        "You and they have nothing to do with each other now. They are not told."
    ),
}
ENDED = {
    DistanceKind.MUTE: _l("You read them like everybody again."),
    DistanceKind.BLOCK: _l("You block them no longer."),
}


@dataclass(frozen=True)
class Other:
    """Somebody from whom a person may keep their distance: where that was asked, and where they go back to."""

    id: int
    name: str
    is_pageless: bool
    address: str
    back: str


class DistanceForm(HouseForm):
    kind = HiddenField(validators=[AnyOf(list(DistanceKind))])


def find_author(ref: str, *, viewer: AnyViewer) -> Other | None:
    """Return who wrote a post that `viewer` reads: the person, or the pseudonym that stands above it."""
    post = find_standing_post(ref, viewer=viewer)
    author = post and post.author_id and db.session.get(Person, post.author_id)
    if not post or not author or viewer.wrote(author.id):
        return None
    back = post.address
    return Other(author.id, author.name, author.standing in PAGELESS, f"/posts/{ref}", back)


def find_member(handle: str, *, viewer: AnyViewer) -> Other | None:
    """Return the person of a page that is open to `viewer`, unless it is their own."""
    person = as_seen.find_person(handle, viewer=viewer)
    if person is None or viewer.wrote(person.id):
        return None
    here = f"/people/{handle}"
    return Other(person.id, person.name, False, here, here)


@distances.get("/posts/<ref>/distance")
@permit(Permission.Own.SETTINGS, find_author)
def of_author(other: Other) -> Any:
    return _page(other)


@distances.post("/posts/<ref>/distance")
@permit(Permission.Own.SETTINGS, find_author)
def keep_from_author(other: Other) -> Any:
    return _keep(other)


@distances.get("/people/<handle>/distance")
@permit(Permission.Own.SETTINGS, find_member)
def of_member(other: Other) -> Any:
    return _page(other)


@distances.post("/people/<handle>/distance")
@permit(Permission.Own.SETTINGS, find_member)
def keep_from_member(other: Other) -> Any:
    return _keep(other)


@distances.get("/settings/people")
@permit(Permission.Own.SETTINGS)
def mine() -> Any:
    return page("settings/people.html", rows=kept.distances_of(me()), pageless=PAGELESS)


@distances.post("/settings/people/<ref>/end")
@permit(Permission.Own.SETTINGS, kept.find_distance)
def end(distance: Distance) -> Response:
    kind = DistanceKind(distance.kind)
    kept.end_distance(distance, by=me())
    flash(str(ENDED[kind]), "success")
    return redirect("/settings/people", 303)


def _keep(other: Other) -> Any:
    form = DistanceForm()
    if not form.validate_on_submit():
        return _page(other, 422, form)
    kind = DistanceKind(form.kind.data or "")
    kept.keep_distance(other.id, kind, by=me())
    flash(str(DONE[kind]), "success")
    is_gone = kind == DistanceKind.BLOCK and not other.is_pageless
    return redirect("/settings/people" if is_gone else other.back, 303)


def _page(other: Other, status: int = 200, form: DistanceForm | None = None) -> Any:
    said = kept.kinds_kept(other.id, viewer=viewer())
    form = form or DistanceForm(formdata=None)
    return page("people/distance.html", status, other=other, said=said, form=form)
