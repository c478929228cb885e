"""The form of a workshop: what its hosts write."""

import datetime as dt
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from hrcn_community.access.choices import city_options, language_options, options, term_options
from hrcn_community.access.forms import ChoicesField, Written, markdown_text
from hrcn_community.attachments.adding import FilesPart
from hrcn_community.core.words import _l
from hrcn_community.workshops.forms.taking_part import on_one_line
from hrcn_community.workshops.models.workshops import Method, Workshop
from hrcn_community.workshops.plan import AgendaUnclear, Plan, read_agenda, write_agenda
from hrcn_community.workshops.queries.workshops import (
    agenda_of,
    description_of,
    people_who_may_host,
)
from hrcn_community.workshops.shown import METHODS

MIDNIGHT = dt.time(23, 59)


ZONES = sorted(
    name for name in available_timezones() if name.split("/")[0] == "Europe" or name == "UTC"
)


class ChangeForm(FilesPart):
    """What hosts write, and may change later."""

    title = StringField(
        _l("Title"),
        filters=[on_one_line],
        validators=[
            Written(_l("Give the workshop a title.")),
            Length(max=120, message=_l("Use at most 120 characters.")),
        ],
    )
    summary = StringField(
        _l("In one or two sentences"),
        filters=[on_one_line],
        validators=[Written(_l("Say what it is about.")), Length(max=300)],
    )
    description = TextAreaField(
        _l("Description"),
        validators=[DataRequired(_l("Say what will happen, and for whom it is.")), markdown_text],
    )
    method = SelectField(
        _l("Method"),
        choices=options((method, METHODS[method]) for method in Method),
        validators=[InputRequired()],
    )
    timezone = SelectField(
        _l("Time zone"),
        description=_l("All times below are of this zone; readers see their own beside them."),
        choices=options((zone, zone.replace("_", " ")) for zone in ZONES),
        default="Europe/Brussels",
        validators=[InputRequired()],
    )
    starts_on = DateField(_l("First day"), validators=[InputRequired(_l("Name the day."))])
    start_time = TimeField(_l("Begins at"), validators=[InputRequired(_l("Name the hour."))])
    ends_on = DateField(_l("Last day"), validators=[InputRequired(_l("Name the day."))])
    end_time = TimeField(_l("Ends at"), validators=[InputRequired(_l("Name the hour."))])
    voting_ends_on = DateField(
        _l("Voting ends on"),
        description=_l("At the end of this day. Voting begins with the workshop."),
        validators=[InputRequired(_l("Name the day."))],
    )
    place = StringField(
        _l("Place"),
        description=_l("An address, or “online”. Say whether it is free of steps."),
        filters=[on_one_line],
        validators=[Written(_l("Say where it is.")), Length(max=300)],
    )
    capacity = IntegerField(
        _l("Seats"),
        validators=[
            InputRequired(_l("Say how many seats there are.")),
            NumberRange(1, 1000, _l("Between 1 and 1,000.")),
        ],
    )
    agenda = TextAreaField(
        _l("Agenda"),
        description=_l(
            "One line each: “14:00-14:30 Title | who | note”. A line “Day 2” begins the second day."
        ),
        validators=[Optional(), Length(max=8000)],
    )
    sequence = HiddenField()

    def validate_ends_on(self, _field: Any) -> None:
        if self._moments and self._moments[1] <= self._moments[0]:
            raise ValidationError(_l("It must end after it begins."))

    def validate_voting_ends_on(self, _field: Any) -> None:
        if self._moments and self._moments[2] <= self._moments[0]:
            raise ValidationError(_l("Voting must end after the workshop begins."))

    def validate_agenda(self, field: Any) -> None:
        try:
            read_agenda(field.data or "")
        except AgendaUnclear as unclear:
            raise ValidationError(str(unclear.message)) from unclear

    @cached_property
    def _moments(self) -> tuple[datetime, datetime, datetime] | None:
        """The beginning, the end and the end of voting, in UTC; None while one of them is missing."""
        first, last, final = self.starts_on.data, self.ends_on.data, self.voting_ends_on.data
        begins, stops = self.start_time.data, self.end_time.data
        if not (first and last and final and self.timezone.data in ZONES):
            return None
        if begins is None or stops is None:
            return None
        zone = ZoneInfo(self.timezone.data)
        pairs = (first, begins), (last, stops), (final, MIDNIGHT)
        starts, ends, voting = (
            datetime.combine(day, at, zone).astimezone(UTC) for day, at in pairs
        )
        return starts, ends, voting

    @property
    def over(self) -> int | None:
        """The version that was changed."""
        text = self.sequence.data or ""
        return int(text) if text.isdecimal() and len(text) < 10 else None

    def plan(self) -> Plan:
        """Return what was written; only of a form that is valid."""
        assert self._moments  # noqa: S101 - every date is required
        starts, ends, voting = self._moments
        return Plan(
            title=self.title.data or "",
            summary=self.summary.data or "",
            description=self.description.data or "",
            method=self.method.data,
            timezone=self.timezone.data,
            starts_at=starts,
            ends_at=ends,
            voting_ends_at=voting,
            place=self.place.data or "",
            capacity=self.capacity.data or 1,
            items=read_agenda(self.agenda.data or ""),
            files=self.chosen_files(),
            dropped_files=self.dropped_files(),
        )


class WorkshopForm(ChangeForm):
    """What is settled when a workshop is called, with all the rest."""

    is_chatham = BooleanField(
        _l("Hold it under the Chatham House Rule"),
        description=_l(
            "What is said may be used, but not who said it or who was there. "
            "The house keeps to it as well. This cannot be changed later."
        ),
    )
    co_hosts = StringField(
        _l("Co-hosts"),
        description=_l(
            "Their names after the @, separated by spaces: officials, advisors, facilitators or the core team."
        ),
        validators=[Optional(), Length(max=400)],
    )
    language = SelectField(
        _l("Language of this workshop"),
        choices=language_options,
        validators=[InputRequired()],
    )
    city = SelectField(_l("City"), choices=city_options, validators=[Optional()])
    themes = ChoicesField(
        _l("Themes"), choices=lambda: term_options("themes"), validators=[Optional()]
    )

    def validate_co_hosts(self, _field: Any) -> None:
        unknown = self._handles - {row.handle for row in self._hosts}
        if unknown:
            raise ValidationError(
                str(_l("%(names)s cannot host here.", names=", ".join(sorted(unknown))))
            )

    def co_host_ids(self) -> list[int]:
        return [row.id for row in self._hosts]

    @property
    def _handles(self) -> set[str]:
        text = (self.co_hosts.data or "").replace(",", " ").lower()
        return {word.lstrip("@") for word in text.split()}

    @cached_property
    def _hosts(self) -> Any:
        return people_who_may_host(sorted(self._handles))


def form_of(workshop: Workshop) -> ChangeForm:
    """Return the form with what stands in it."""
    starts, ends, voting = (
        at.astimezone(workshop.zone)
        for at in (workshop.starts_at, workshop.ends_at, workshop.voting_ends_at)
    )
    described = description_of(workshop)
    return ChangeForm(
        obj=workshop,
        at=described,
        description=described.source,
        starts_on=starts.date(),
        start_time=starts.time(),
        ends_on=ends.date(),
        end_time=ends.time(),
        voting_ends_on=voting.date(),
        agenda=write_agenda(agenda_of(workshop)),  # type: ignore[arg-type]
    )
