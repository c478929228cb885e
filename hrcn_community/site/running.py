"""Running a space: its settings, its people, its facilitators."""

from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from hrcn_community.access.choices import PACES, language_options, options
from hrcn_community.access.filled import FilledForm, Stands
from hrcn_community.access.forms import HouseForm, Written, markdown_text
from hrcn_community.access.guard import may, me, permit, steps_up, viewer
from hrcn_community.access.inside import Inside, everybody_inside, find_inside
from hrcn_community.access.permissions import Permission
from hrcn_community.access.spaces import find_space
from hrcn_community.accounts.places import sole_facilitator
from hrcn_community.accounts.running import appoint, step_down
from hrcn_community.conversations.queries import audience_size
from hrcn_community.core.text import one_line
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.site.fields import AlwaysGiven
from hrcn_community.spaces.actions import Settings, change_space, hold_space
from hrcn_community.spaces.models import FirstPosts, Pseudonyms, Space

running = Blueprint("running", __name__)
PSEUDONYMS = {
    Pseudonyms.NEVER: _l("Never: everybody writes under their name"),
    Pseudonyms.ALLOWED: _l("Allowed: practitioners may choose a pseudonym here"),
    Pseudonyms.ENDED: _l("Ended: what was written stays under its pseudonym, nothing is added"),
}


class SpaceForm(HouseForm):
    """What a space is called and says of itself: asked at its opening, and later."""

    name = StringField(
        _l("Name"),
        filters=[lambda text: one_line(text or "")],
        validators=[
            Written(_l("Give the space a name.")),
            Length(max=120, message=_l("Use at most 120 characters.")),
        ],
    )
    description = TextAreaField(
        _l("What it is for"),
        description=_l("Who should come in, and what is talked about. Markdown may be used."),
        validators=[
            Length(max=4000, message=_l("Use at most 4000 characters.")),
            markdown_text,
        ],
    )
    language = SelectField(
        _l("Language"),
        description=_l("In which most is written here; every thread may choose its own."),
        choices=language_options,
        validators=[AlwaysGiven()],
    )


class SettingsForm(FilledForm, SpaceForm):
    starters = RadioField(
        _l("Who may start threads"),
        description=_l("Whoever reads here may reply in any case."),
        choices=options(
            [
                ("members", _l("Everybody who may write here")),
                ("facilitators", _l("Only the facilitators")),
            ]
        ),
    )
    first_posts = RadioField(
        _l("First posts"),
        description=_l(
            "A held post is seen by its author and the facilitators only, until one of them lets it "
            "through; after that its author writes freely."
        ),
        choices=options(
            [
                (FirstPosts.OPEN, _l("Are there at once")),
                (FirstPosts.HELD, _l("Wait for a facilitator")),
            ]
        ),
    )
    slow_seconds = SelectField(
        _l("Slow mode"),
        description=_l("So much time between two posts of one person. Facilitators need not wait."),
        choices=options(PACES),
        validators=[AlwaysGiven()],
    )
    pseudonyms = RadioField(
        _l("Pseudonyms"),
        description=_l(
            "Under a pseudonym nobody in the space sees who writes; who abuses it can be named by two "
            "of the core team together. Once people could, it can be ended but not undone."
        ),
    )

    def __init__(self, space: Space, **given: Any) -> None:
        """Offer what may follow from how `space` is now."""
        was_never = space.pseudonyms == Pseudonyms.NEVER
        first = Pseudonyms.NEVER if was_never else Pseudonyms.ENDED
        self.offered = options((each, PSEUDONYMS[each]) for each in (first, Pseudonyms.ALLOWED))
        super().__init__(obj=space, **given)

    def process(self, *args: Any, **more: Any) -> None:
        self.pseudonyms.choices = self.offered
        super().process(*args, **more)

    @property
    def settings(self) -> Settings:
        return Settings(
            name=self.name.data or "",
            description=(self.description.data or "").strip(),
            language=self.language.data,
            starters=self.starters.data,
            first_posts=self.first_posts.data,
            slow_seconds=int(self.slow_seconds.data),
            pseudonyms=self.pseudonyms.data,
        )


@running.get("/spaces/<slug>/settings")
@permit(Permission.Spaces.RUN, find_space)
def settings(space: Space) -> Any:
    return _settings(SettingsForm(space).filled(), space)


@running.post("/spaces/<slug>/settings")
@permit(Permission.Spaces.RUN, find_space)
def change(space: Space) -> Any:
    form = SettingsForm(space)
    if not form.validate_on_submit():
        return _settings(form, space, 422)
    hold_space(space)
    if theirs := form.overtaken_by(SettingsForm(space, formdata=None)):
        return _settings(form, space, 409, theirs)
    change_space(space, form.settings, by_id=me().id)
    return _back(f"/spaces/{space.slug}", _("The settings are saved."))


@running.get("/spaces/<slug>/people")
@permit(Permission.Spaces.SEE_PEOPLE, find_space)
def people(space: Space) -> Any:
    name = one_line(request.args.get("q", ""))[:100]
    sole = sole_facilitator(space) if may(Permission.Spaces.RUN, space) else None
    found, after = everybody_inside(space, name, request.args.get("after", ""), viewer=viewer())
    return page("spaces/people.html", space=space, found=found, after=after, name=name, sole=sole)


@running.post("/spaces/<slug>/people/<handle>/facilitation")
@permit(Permission.Spaces.RUN, find_inside)
@steps_up
def make_facilitator(inside: Inside) -> Response:
    appoint(inside.space, inside.person_id, by=me())
    return _back(f"/spaces/{inside.space.slug}/people", _("They are a facilitator now."))


@running.post("/spaces/<slug>/people/<handle>/facilitation/end")
@permit(Permission.Spaces.RUN, find_inside)
def end_facilitation(inside: Inside) -> Response:
    step_down(inside.space, inside.person_id, by=me())
    return _back(f"/spaces/{inside.space.slug}/people", _("They are a member again."))


def _settings(form: SettingsForm, space: Space, status: int = 200, theirs: Stands = ()) -> Any:
    shown = {"form": form, "space": space, "theirs": theirs}
    return page("spaces/settings.html", status, **shown, audience=audience_size(space))


def _back(address: str, message: str) -> Response:
    flash(message, "success")
    return redirect(address, 303)
