"""Forms that are filled from what stands: what somebody else saved meanwhile is not written over unseen."""

import hashlib
from collections.abc import Sequence
from typing import Any, Self

from wtforms import Field, HiddenField
from wtforms.fields.choices import SelectFieldBase

from hrcn_community.access.forms import HouseForm

Stands = Sequence[tuple[str, str]]


class FilledForm(HouseForm):
    """A form that knows from what it was filled, by a print of all its fields."""

    filled_from = HiddenField()

    def filled(self) -> Self:
        """Remember that this is what stands."""
        self.filled_from.data = self.print
        return self

    @property
    def print(self) -> str:
        words = repr([(field.name, str(field.data)) for field in self._seen()])
        return hashlib.sha256(words.encode()).hexdigest()[:20]

    def overtaken_by(self, now: "FilledForm") -> Stands:
        """Return, in words, what somebody saved since this was filled and this would change back.

        `now` is the form as it would be filled now. Sent again, this one is over what was shown.
        """
        if self.filled_from.data in ("", None, now.print):
            return []
        self.filled_from.data = now.print
        pairs = [(field, now[field.name]) for field in self._seen()]
        return [
            (str(theirs.label.text), _words(theirs))
            for mine, theirs in pairs
            if _words(mine) != _words(theirs)
        ]

    def _seen(self) -> list[Field]:
        return [field for field in self if not isinstance(field, HiddenField)]


def _words(field: Any) -> str:
    """Return what stands in a field as its reader sees it."""
    if isinstance(field, SelectFieldBase):
        return ", ".join(str(choice.label.text) for choice in field if choice.checked)
    return str(field.data or "").replace("\r\n", "\n").strip()
