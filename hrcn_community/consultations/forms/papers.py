"""The documents that somebody adds to a case."""

from typing import Any

from wtforms import TextAreaField
from wtforms.validators import DataRequired

from hrcn_community.access.forms import markdown_text
from hrcn_community.attachments.adding import FilesPart
from hrcn_community.core.words import _l


class PapersForm(FilesPart):
    about = TextAreaField(
        _l("What these documents are"),
        description=_l("Leave out names and addresses of persons, here and in the files."),
        validators=[DataRequired(_l("Say in a few words what they are.")), markdown_text],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        if sound and not list(self._kept()):
            self.files.errors = [str(_l("Add a file."))]
        return sound and not self.files.errors
