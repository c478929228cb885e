"""What people send to a workshop that is called."""

from wtforms import (
    IntegerField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional

from hrcn_community.access.forms import HouseForm, Written, markdown_text
from hrcn_community.core.text import title_line
from hrcn_community.core.words import _l
from hrcn_community.workshops.models.statements import LONGEST_STATEMENT


def on_one_line(text: str | None) -> str:
    return title_line(text or "")


class StatementForm(HouseForm):
    text = TextAreaField(
        _l("Your statement"),
        description=_l("One sentence, one thought, open to disagreement. At most 200 characters."),
        filters=[on_one_line],
        validators=[
            Written(_l("Write something first.")),
            Length(max=LONGEST_STATEMENT, message=_l("Use at most 200 characters.")),
            markdown_text,
        ],
    )


class NotesForm(HouseForm):
    body = TextAreaField(
        _l("Notes"), validators=[Written(_l("Write something first.")), markdown_text]
    )
    revision = IntegerField(validators=[Optional()])


class CancelForm(HouseForm):
    reason = StringField(
        _l("Reason"),
        filters=[on_one_line],
        validators=[
            Written(_l("Say why; everybody who registered will read it.")),
            Length(max=200),
        ],
    )
