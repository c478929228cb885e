"""What somebody is writing and has not sent: kept while they write, found again, thrown away.

For which places, stands in `drafted_places`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from flask import Blueprint, flash, jsonify, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from hrcn_community.access.forms import wants_mask, was_sent
from hrcn_community.access.guard import act_as, allows, me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts.personas import acting_as_persona, self_for
from hrcn_community.accounts.viewer import AnyViewer, Viewer
from hrcn_community.attachments.adding import added_in
from hrcn_community.conversations import actions
from hrcn_community.conversations.actions.attaching import hand_over
from hrcn_community.conversations.actions.drafts import MOST_DRAFTS, Saved
from hrcn_community.conversations.models import Draft, DraftAhead
from hrcn_community.conversations.queries import drafts as queries
from hrcn_community.core.languages import guess_language
from hrcn_community.core.richtext import LONGEST
from hrcn_community.core.text import clean
from hrcn_community.core.web import is_fragment, page, safe_target
from hrcn_community.core.words import _l
from hrcn_community.site.drafted_places import ROOMS
from hrcn_community.site.layout import language_name
from hrcn_community.spaces.models import Space

drafts = Blueprint("drafts", __name__)
NO_WORDS = {"csrf_token", "form_token", "place", "sequence", "next"}
MOST_FIELDS, LONGEST_NAME = 60, 40
GONE = _l("A place that is not open to you any more")


@dataclass(frozen=True)
class Place:
    """Where something would go, open to whoever writes it; `actor_id` is the self who would write it."""

    name: str
    space: Space
    composer: str
    actor_id: int = 0


@dataclass(frozen=True)
class ShownDraft:
    """A draft as its writer's list shows it; `href` is empty where it can go nowhere any more."""

    place: str
    where: object
    href: str
    texts: list[str]
    saved_at: datetime


def find_place(*, viewer: AnyViewer) -> Place | None:
    """Return the place that a form names, if `viewer` may write there now; act as who writes there."""
    name = request.form.get("place", "")[:120]
    kind, _colon, ref = name.partition(":")
    room = ROOMS.get(kind)
    subject = room and room.find(ref, viewer=viewer)
    if room is None or subject is None or not allows(viewer, room.permission, subject):
        return None
    writer = _writer(kind, subject, viewer=cast(Viewer, viewer))
    act_as(writer)
    return Place(name, subject.space, room.composer(ref), writer.id)


def _writer(kind: str, subject: Any, *, viewer: Viewer) -> Viewer:
    """Return the self whose draft it is: a persona's is kept as the persona's, not as its owner's.

    Where a pseudonym is wanted and cannot be had, nothing is kept.
    """
    if kind == "edit":
        return self_for(viewer, subject.author_id)
    if not wants_mask():
        return viewer
    if not allows(viewer, Permission.Posts.MASK, subject.space):
        raise Forbidden
    return acting_as_persona(viewer, subject.space)


def find_own_draft(*, viewer: AnyViewer) -> Draft | None:
    """Return what `viewer` is writing for the place that a form names, open to them or not."""
    return queries.find_draft(request.form.get("place", "")[:120], actor_ids=viewer.selves)


@drafts.get("/drafts")
@permit(Permission.Own.DRAFTS)
def mine() -> Any:
    listed = queries.own_drafts(viewer=viewer(), before=request.args.get("before", ""))
    return page("drafts/mine.html", drafts=_shown(listed.drafts), older=listed.older)


@drafts.post("/drafts")
@permit(Permission.Own.DRAFTS, find_place)
def save(place: Place) -> Any:
    fields = _fields()
    if too_much := _too_much(fields):
        return _not_saved(place, fields, 422, too_much)
    try:
        saved = _save(place, fields)
    except DraftAhead as ahead:
        return _not_saved(place, fields, 409, ahead.message, ahead.draft)
    return _saved(place, saved) if saved else _sent_before(place, fields)


@drafts.post("/drafts/end")
@permit(Permission.Own.DRAFTS, find_own_draft)
def end(draft: Draft) -> Response:
    actions.end_draft(draft.place, actor_ids=viewer().selves)
    flash(_("The draft is thrown away."), "success")
    place = find_place(viewer=viewer())
    there = place.composer if place else "/drafts"
    return redirect(safe_target(request.form.get("next"), there), 303)


def _fields() -> dict[str, Any]:
    """Return what is written in the form; of what can be chosen several times, a list."""
    fields: dict[str, Any] = {}
    for name, values in request.form.lists():
        if name not in NO_WORDS:
            words = [clean(value) for value in values]
            fields[name[:LONGEST_NAME]] = words if len(words) > 1 else words[0]
    return fields


def _too_much(fields: dict[str, Any]) -> str:
    """Return in words what is more than a draft takes, or ''."""
    lengths = [
        sum(map(len, words)) if isinstance(words, list) else len(words) for words in fields.values()
    ]
    if max(lengths, default=0) > LONGEST:
        return _("This is longer than %(most)s characters.", most=LONGEST)
    if len(lengths) > MOST_FIELDS or sum(lengths) > 2 * LONGEST:
        return _("This is more than a draft can hold.")
    return ""


def _save(place: Place, fields: dict[str, Any]) -> Saved | None:
    """Save a draft, but none of a form that was sent: its last words may come after it."""
    if was_sent(request.form.get("form_token", "")):
        return None
    over = request.form.get("sequence", 0, type=int)
    others = set(viewer().selves) - {place.actor_id}
    if others:  # who would write it was chosen anew: it is nobody else's draft any more
        actions.end_draft(place.name, actor_ids=others)
    hand_over(request.form.getlist("files"), owner_ids=viewer().selves, to=me())
    return actions.save_draft(place.name, place.space, fields, over=over, actor_id=place.actor_id)


def _saved(place: Place, saved: Saved) -> Any:
    full = _("You had %(most)s drafts, so the oldest is gone.", most=MOST_DRAFTS)
    said = full if saved.displaced else ""
    if is_fragment():
        guessed = guess_language(request.form.get("body", ""), "")
        words = _("%(language)s (guessed)", language=language_name(guessed)) if guessed else ""
        return jsonify(sequence=saved.sequence, said=said, language=words)
    flash(f"{_('Your draft is saved.')} {said}".strip(), "success")
    return redirect(place.composer, 303)


def _sent_before(place: Place, fields: dict[str, Any]) -> Any:
    """Answer that nothing was saved; a script is told by a sequence that no draft has."""
    why = _("This form was sent already; nothing more of it is kept as a draft.")
    return jsonify(sequence=0, said=why) if is_fragment() else _not_saved(place, fields, 409, why)


def _not_saved(
    place: Place, fields: dict[str, Any], status: int, why: object, stands: Draft | None = None
) -> Any:
    """Answer with both texts, so that whoever wrote them can choose."""
    sequence = stands.sequence if stands else request.form.get("sequence", 0, type=int)
    if is_fragment():
        other = stands.fields if stands else {}
        files = render_template("files/_list.html", added=added_in(other))
        return jsonify(sequence=sequence, why=str(why), fields=other, files=files), status
    shown = {"place": place, "fields": _pairs(fields), "sequence": sequence, "why": why}
    return page("drafts/not_saved.html", status, **shown, stands=stands)


def _pairs(fields: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (name, word)
        for name, words in fields.items()
        for word in (words if isinstance(words, list) else [words])
    ]


def _shown(found: Any) -> list[ShownDraft]:
    """Return drafts with the names of what they are for, looked up in two statements for all of them."""
    named: dict[str, list[str]] = {kind: [] for kind in ROOMS}
    for draft in found:
        kind, _colon, ref = draft.place.partition(":")
        named.setdefault(kind, []).append(ref)
    in_threads, of_posts = named["reply"] + named["synopsis"], named["edit"] + named["translate"]
    threads = queries.titles_at([f"/threads/{ref}" for ref in in_threads], viewer=viewer())
    titles = {address.removeprefix("/threads/"): title for address, title in threads.items()}
    titles |= queries.titles_of_posts(of_posts, viewer=viewer())
    return [_show(draft, titles) for draft in found]


def _show(draft: queries.OwnDraft, titles: dict[str, str]) -> ShownDraft:
    kind, _colon, ref = draft.place.partition(":")
    title = draft.space_name if kind == "thread" else titles.get(ref, "")
    is_open = bool(title and draft.space_name)
    return ShownDraft(
        place=draft.place,
        where=str(ROOMS[kind].words) % {"title": title} if is_open else GONE,
        href=ROOMS[kind].composer(ref) if is_open else "",
        texts=[
            word
            for name, word in _pairs(draft.fields)
            if name in ("title", "body") or len(word) > 60
        ],
        saved_at=draft.saved_at,
    )
