"""The calendar of the desk in the demonstration community: the public holidays of Austria, where it stands."""

import datetime as dt

from hrcn_community.consultations.actions.reminding import owed_now
from hrcn_community.consultations.models import CaseReminder, DeskHoliday, Stage
from hrcn_community.consultations.queries.calendar import forget_desk
from hrcn_community.core import clock
from hrcn_community.core.db import db

FIXED = {
    (1, 1): "Neujahr",
    (1, 6): "Heilige Drei Könige",
    (5, 1): "Staatsfeiertag",
    (8, 15): "Mariä Himmelfahrt",
    (10, 26): "Nationalfeiertag",
    (11, 1): "Allerheiligen",
    (12, 8): "Mariä Empfängnis",
    (12, 25): "Christtag",
    (12, 26): "Stefanitag",
}
AFTER_EASTER = {
    1: "Ostermontag",
    39: "Christi Himmelfahrt",
    50: "Pfingstmontag",
    60: "Fronleichnam",
}


def add_holidays(today: dt.date) -> None:
    """Add the holidays of the years about today."""
    for year in range(today.year - 2, today.year + 2):
        days = {dt.date(year, *day): name for day, name in FIXED.items()}
        sunday = easter(year)
        days |= {sunday + dt.timedelta(days=n): name for n, name in AFTER_EASTER.items()}
        db.session.add_all(DeskHoliday(day=day, name=name) for day, name in days.items())
    db.session.flush()
    forget_desk()


def easter(year: int) -> dt.date:
    """Return Easter Sunday: the one after the first full moon of spring, by the moon of the church."""
    golden, century = year % 19, year // 100
    left_out = century - century // 4 - (8 * century + 13) // 25
    moon = (left_out + 19 * golden + 15) % 30
    moon -= moon // 28 * (1 - 29 // (moon + 1) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    from_march = moon - weekday
    month = 3 + (from_march + 40) // 44
    return dt.date(year, month, from_march + 28 - 31 * (month // 4))


def say_nothing_of_before() -> None:
    """Whatever the clocks had to say until now was said."""
    now = clock.now()
    for each in owed_now():
        if each.stage != Stage.CLOSED:
            said = CaseReminder(interval_id=each.interval_id, stage=each.stage, sent_at=now)
            db.session.add(said)
