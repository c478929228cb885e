"""What is written at work on a case. No field here bears the name of one that whoever asked reads."""

from urllib.parse import urlsplit

from wtforms import DateField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from hrcn_community.access.choices import options
from hrcn_community.access.forms import HouseForm, Written, markdown_text
from hrcn_community.consultations.forms.deeds import WRITE
from hrcn_community.consultations.models.answers import LONGEST_ADDRESS, CitationKind, PointStand
from hrcn_community.core import clock
from hrcn_community.core.text import one_line
from hrcn_community.core.words import _l

LONGEST_LINE = 200


class NoteForm(HouseForm):
    """Its one field is called otherwise than those that reach whoever asked, and they know it not."""

    note = TextAreaField(_l("Your note"), validators=[DataRequired(WRITE), markdown_text])


class PointForm(HouseForm):
    stand = RadioField(
        _l("What became of it"),
        choices=options(
            [
                (PointStand.DONE, _l("Done: the draft says so now")),
                (PointStand.ANSWERED, _l("Not changed; I say why")),
            ]
        ),
        validators=[DataRequired(_l("Choose one."))],
    )
    reply = TextAreaField(_l("Your answer to the reviewer"), validators=[markdown_text])

    def validate_reply(self, field: TextAreaField) -> None:
        if self.stand.data == PointStand.ANSWERED and not (field.data or "").strip():
            raise ValidationError(_l("Say why nothing is changed."))


class CiteForm(HouseForm):
    pasted = StringField(
        _l("Address in the house"),
        description=_l("Of a thread, a guideline or one of its clauses, a practice or a module."),
        filters=[lambda text: one_line(text or "")],
        validators=[DataRequired(_l("Paste an address.")), Length(max=LONGEST_ADDRESS)],
    )


class SourceForm(HouseForm):
    kind = RadioField(
        _l("What it is"),
        choices=options(
            [
                (CitationKind.LAW, _l("Law, or a decision")),
                (CitationKind.LITERATURE, _l("Literature")),
            ]
        ),
        default=CitationKind.LAW,
        validators=[DataRequired(_l("Choose one."))],
    )
    title = StringField(
        _l("Title"),
        filters=[lambda text: one_line(text or "")],
        validators=[
            Written(_l("Say what it is called.")),
            Length(max=LONGEST_LINE, message=_l("Use at most 200 characters.")),
        ],
    )
    source = StringField(
        _l("Where it appeared"),
        description=_l("Who issued it, where, and when; the article or the page."),
        filters=[lambda text: one_line(text or "")],
        validators=[Length(max=LONGEST_LINE, message=_l("Use at most 200 characters."))],
    )
    address = StringField(
        _l("Address on the web"),
        filters=[lambda text: one_line(text or "")],
        validators=[Optional(), Length(max=LONGEST_ADDRESS)],
    )
    seen_on = DateField(_l("Seen there on"), validators=[Optional()])

    def validate_address(self, field: StringField) -> None:
        parts = urlsplit(field.data or "")
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValidationError(_l("Write the whole address, with https:// before it."))

    def validate_seen_on(self, field: DateField) -> None:
        if field.data and field.data > clock.now().date():
            raise ValidationError(_l("This day is still to come."))
