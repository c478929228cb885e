"""Choosing how one is told."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import update

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.upsert import insert_or_ignore, upsert
from hrcn_community.notifications.models import ByMail, MailPace, NoticeChoice
from hrcn_community.notifications.topics import TOPICS, Topic
from hrcn_community.notifications.wishes import next_digest


@dataclass(frozen=True)
class Ways:
    """By which ways somebody is told of a topic."""

    in_app: bool
    by_mail: ByMail


@dataclass(frozen=True)
class Pace:
    """When somebody wants mail, in hours of their own zone; without quiet hours both are None."""

    rhythm: str
    hour: int
    weekday: int
    quiet_from: int | None
    quiet_to: int | None


def choose_ways(ways: Mapping[Topic, Ways], *, by: Viewer) -> None:
    """Keep how `by` is told of each topic. What must be known stands in the app whatever is chosen."""
    for topic, chosen in ways.items():
        in_app = chosen.in_app or TOPICS[topic].always_in_app
        values = {"in_app": in_app, "by_mail": chosen.by_mail}
        upsert(NoticeChoice, {"person_id": by.id, "topic": topic}, values)


def set_pace(pace: Pace, *, by: Viewer) -> None:
    """Keep when mail goes to `by`; a digest that is coming comes at the new hour."""
    insert_or_ignore(MailPace, person_id=by.id, hard_bounces=0, **asdict(pace))
    row = db.session.get_one(MailPace, by.id, with_for_update=True)
    for name, value in asdict(pace).items():
        setattr(row, name, value)
    if row.digest_due_at:
        row.digest_due_at = next_digest(clock.now(), row, by.timezone)


def start_mail_again(*, by: Viewer) -> None:
    """Let mail go to `by` again, who says that their address is right."""
    db.session.execute(
        update(MailPace).where(MailPace.person_id == by.id).values(stopped_at=None, hard_bounces=0)
    )
