"""Notes that facilitators leave for each other at a post: a page of its own, so that none is taken for a reply."""

from typing import Any

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import Length

from hrcn_community.access.forms import HouseForm, Written
from hrcn_community.access.guard import may, me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.conversations.actions.notes import delete_note, write_note
from hrcn_community.conversations.models import LONGEST_NOTE, Post
from hrcn_community.conversations.queries.notes import (
    PlacedNote,
    find_own_note,
    find_post_to_note,
    notes_at,
)
from hrcn_community.conversations.queries.watching import found_at
from hrcn_community.core.db import db
from hrcn_community.core.web import page
from hrcn_community.core.words import _l

notes = Blueprint("notes", __name__)


class NoteForm(HouseForm):
    text = TextAreaField(
        _l("Your note"),
        description=_l(
            "Only facilitators of this space read this. Its text is shown as it is typed."
        ),
        validators=[
            Written(_l("Write something first.")),
            Length(max=LONGEST_NOTE, message=_l("Use at most 2000 characters.")),
        ],
    )


@notes.get("/posts/<ref>/notes")
@permit(Permission.Posts.NOTE, find_post_to_note)
def at_post(post: Post) -> Any:
    return _page(post, NoteForm(formdata=None))


@notes.post("/posts/<ref>/notes")
@permit(Permission.Posts.NOTE, find_post_to_note)
def write(post: Post) -> Any:
    form = NoteForm()
    if not form.validate_on_submit():
        return _page(post, form, 422)
    return form.once(lambda: _written(post, form))


@notes.post("/notes/<ref>/deletion")
@permit(Permission.Posts.NOTE, find_own_note)
def delete(placed: PlacedNote) -> Response:
    address = _address(db.session.get_one(Post, placed.note.post_id))
    delete_note(placed.note)
    flash(_("Your note is gone."), "success")
    return redirect(address, 303)


def _written(post: Post, form: NoteForm) -> str:
    write_note(post, form.text.data or "", by=me())
    flash(_("Your note stands here; only facilitators of this space read it."), "success")
    return _address(post)


def _page(post: Post, form: NoteForm, status: int = 200) -> Any:
    shown = notes_at([post.id], viewer=viewer()).get(post.id, ())
    keeps_list = may(Permission.Spaces.WATCH, post.space)
    words = found_at([post.id], post.space).get(post.id, ()) if keeps_list else ()
    return page("posts/notes.html", status, post=post, notes=shown, words=words, form=form)


def _address(post: Post) -> str:
    return f"/posts/{post.ref}/notes"
