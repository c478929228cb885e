"""How one wants to be told: of what, by which way, when."""

from typing import Any

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import BooleanField, Field, RadioField, SelectField

from hrcn_community.access.choices import option, options
from hrcn_community.access.forms import HouseForm
from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.notifications import queries
from hrcn_community.notifications.choosing import (
    Pace,
    Ways,
    choose_ways,
    set_pace,
    start_mail_again,
)
from hrcn_community.notifications.models import ByMail, MailPace, Rhythm
from hrcn_community.notifications.topics import TOPICS, Topic

notice_settings = Blueprint("notice_settings", __name__)
BY_MAIL = (
    (ByMail.AT_ONCE, _l("At once")),
    (ByMail.DIGEST, _l("In my digest")),
    (ByMail.NEVER, _l("Never")),
)
RHYTHMS = ((Rhythm.DAILY, _l("Every day")), (Rhythm.WEEKLY, _l("Once a week")))
WEEKDAYS = tuple(
    enumerate(
        (
            _l("Monday"),
            _l("Tuesday"),
            _l("Wednesday"),
            _l("Thursday"),
            _l("Friday"),
            _l("Saturday"),
            _l("Sunday"),
        )
    )
)
HOURS = [option(str(hour), f"{hour:02}:00") for hour in range(24)]


class NoticesForm(HouseForm):
    """Two fields for each topic (`app_…`, `mail_…`), and when mail goes out."""

    rhythm = RadioField(_l("My digest comes"), choices=options(RHYTHMS))
    hour = SelectField(_l("Hour"), choices=HOURS)
    weekday = SelectField(
        _l("Day, if once a week"),
        choices=options((str(day), words) for day, words in WEEKDAYS),
    )
    is_quiet = BooleanField(_l("Send me no mail in quiet hours; it comes when they are over"))
    quiet_from = SelectField(_l("Quiet from"), choices=HOURS)
    quiet_to = SelectField(_l("Quiet until"), choices=HOURS)

    @property
    def rows(self) -> list[tuple[Topic, Any, Field, Field]]:
        """Return each topic with what is said of it and its two fields."""
        return [
            (topic, told, self[f"app_{topic}"], self[f"mail_{topic}"])
            for topic, told in TOPICS.items()
        ]

    @property
    def ways(self) -> dict[Topic, Ways]:
        return {topic: Ways(app.data, ByMail(mail.data)) for topic, _told, app, mail in self.rows}

    @property
    def pace(self) -> Pace:
        is_quiet = self.is_quiet.data
        return Pace(
            rhythm=self.rhythm.data,
            hour=int(self.hour.data),
            weekday=int(self.weekday.data),
            quiet_from=int(self.quiet_from.data) if is_quiet else None,
            quiet_to=int(self.quiet_to.data) if is_quiet else None,
        )


for _topic in Topic:
    setattr(NoticesForm, f"app_{_topic}", BooleanField(_l("In the app")))
    setattr(NoticesForm, f"mail_{_topic}", SelectField(_l("By mail"), choices=options(BY_MAIL)))


@notice_settings.get("/settings/notices")
@permit(Permission.Own.SETTINGS)
def show() -> Any:
    pace = queries.own_pace(viewer=me())
    return _page(NoticesForm(data=_written(queries.own_choices(viewer=me()), pace)))


@notice_settings.post("/settings/notices")
@permit(Permission.Own.SETTINGS)
def save() -> Any:
    form = NoticesForm()
    if not form.validate_on_submit():
        return _page(form, 422)
    choose_ways(form.ways, by=me())
    set_pace(form.pace, by=me())
    flash(_("From now on you are told so."), "success")
    return redirect("/settings/notices", 303)


@notice_settings.post("/settings/notices/mail")
@permit(Permission.Own.SETTINGS)
def start_again() -> Response:
    start_mail_again(by=me())
    flash(_("Mail goes to your address again."), "success")
    return redirect("/settings/notices", 303)


def _page(form: NoticesForm, status: int = 200) -> Any:
    return page(
        "settings/notices.html",
        status,
        form=form,
        stopped_at=queries.own_pace(viewer=me()).stopped_at,
        spaces=queries.own_space_levels(viewer=me()),
        levels=queries.own_levels(viewer=me()),
    )


def _written(choices: Any, pace: MailPace) -> dict[str, Any]:
    return {
        "rhythm": pace.rhythm,
        "hour": str(pace.hour),
        "weekday": str(pace.weekday),
        "is_quiet": pace.quiet_from is not None,
        "quiet_from": str(22 if pace.quiet_from is None else pace.quiet_from),
        "quiet_to": str(7 if pace.quiet_to is None else pace.quiet_to),
        **{f"app_{topic}": in_app for topic, (in_app, _by_mail) in choices.items()},
        **{f"mail_{topic}": by_mail for topic, (_in_app, by_mail) in choices.items()},
    }
