"""Forms by which people write, under their name or under a pseudonym."""

from typing import Any, Self

from flask_babel import gettext as _
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField

from hrcn_community.access.choices import option
from hrcn_community.access.forms import HouseForm, wants_mask
from hrcn_community.access.guard import act_as, may, me, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts.personas import acting_as_persona
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.models import Conversation
from hrcn_community.conversations.queries.masking import Masks, masks_in, telling_words
from hrcn_community.core.words import _l
from hrcn_community.spaces.models import Space


class TellingForm(HouseForm):
    """A form that says, before anything is sent under a pseudonym, what in it gives its writer away."""

    despite = BooleanField(_l("Send it all the same"))
    warned = False

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        warnings = [] if self.despite.data else self.warnings()
        self.despite.errors = warnings
        self.warned = bool(warnings)
        return not warnings

    def warnings(self) -> list[str]:
        """Return what should be thought over before this is sent."""
        if not self.is_masked:
            return []
        found = telling_words(self._texts(), viewer=_viewer())
        names = ", ".join(f"“{word}”" for word in found)
        said = _("Your text says %(words)s: that may tell who you are.", words=names)
        return [said] if found else []

    @property
    def is_masked(self) -> bool:
        return me().is_masked

    def _texts(self) -> list[str]:
        fields = [each for each in self if isinstance(each, StringField | SelectField)]
        return [str(each.data or "") for each in fields if not isinstance(each, HiddenField)]


class MaskableForm(TellingForm):
    """A form that can be sent under a pseudonym, where `offer_mask` finds that its space allows it.

    Once it is valid and the pseudonym was chosen, `me()` is the persona for the rest of the request.
    """

    mask = RadioField(_l("Write as"), default="", choices=[option("", "")], validate_choice=False)
    masks = Masks("")
    space: Space | None = None

    def offer_mask(self, space: Space, conversation: Conversation | None = None) -> Self:
        """Let the writer choose, where they may; in a thread where they last wrote masked, begin so."""
        if self.space is None and may(Permission.Posts.MASK, space) and self.is_for_members(space):
            self.space, self.offers_mask = space, True
            self.masks = masks_in(space, conversation, viewer=_viewer())
            self.mask.choices = [option(*each) for each in self._selves()]
            if not self.mask.raw_data and self.masks.was_masked_last:
                self.mask.data = "1"
        return self

    def is_for_members(self, space: Space) -> bool:
        """May every member do this here? What some may do only would tell that one of them did it."""
        return True

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if self.is_masked and self.space:
            act_as(acting_as_persona(_viewer(), self.space))
        return True

    def warnings(self) -> list[str]:
        return [*super().warnings(), *self._mixing()]

    @property
    def is_masked(self) -> bool:
        return self.offers_mask and wants_mask()

    def _mixing(self) -> list[str]:
        """Warn whoever is about to appear here as a second person."""
        masks = self.masks
        if self.is_masked and masks.wrote_by_name and not masks.wrote_masked:
            return [_("In this thread you wrote under your own name so far.")]
        if not self.is_masked and masks.wrote_masked and not masks.wrote_by_name:
            name = masks.pseudonym
            return [_("In this thread you wrote as %(name)s so far, not by name.", name=name)]
        return []

    def _selves(self) -> list[tuple[str, object]]:
        own, pseudonym = self.masks.own_name, self.masks.pseudonym
        masked = _l("%(name)s, your pseudonym here", name=pseudonym)
        unnamed = _l("A pseudonym, which you are given with this post")
        by_name = _l("%(name)s, your own name", name=own)
        return [("", by_name), ("1", masked if pseudonym else unnamed)]


def _viewer() -> Viewer:
    """Return who is signed in, as themselves."""
    who = viewer()
    assert isinstance(who, Viewer)  # noqa: S101 - the guard let nobody else come here
    return who
