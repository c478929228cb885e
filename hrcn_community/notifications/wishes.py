"""How each of many people wants to be told of one thing: asked in one statement, whoever they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, null, select

from hrcn_community.accounts.distances import hears_nothing_of
from hrcn_community.accounts.models import Person, Standing
from hrcn_community.conversations.models import Conversation, Follow, Level, SpaceFollow
from hrcn_community.core.db import Rows, db
from hrcn_community.notifications.models import ByMail, MailPace, Notice, NoticeChoice, Rhythm
from hrcn_community.notifications.topics import TOPICS, Topic

CAN_BE_MUTED = {Topic.MENTION, Topic.REPLY, Topic.NEW, Topic.RESPONSE}
ADDED = {Topic.REPLY, Topic.NEW}  # what is watched: told at once by mail, too
AT_ONCE = 1_000  # people asked about in one statement


@dataclass(frozen=True)
class Wish:
    """How one person is to be told. Without an address no mail can go to them."""

    person_id: int
    in_app: bool
    by_mail: ByMail
    address: str
    zone: str
    pace: MailPace

    @property
    def is_silent(self) -> bool:
        return not self.in_app and self.by_mail == ByMail.NEVER


def wishes(
    people: Sequence[int],
    topic: Topic,
    *,
    event_id: int,
    conversation: Conversation | None,
    space_id: int | None,
    actor_id: int | None = None,
) -> Iterator[Wish]:
    """Yield how each of `people` wants to be told of this, leaving out who does not want to be at all.

    So is whoever was told of the same event in other words: they would be mailed of it twice. Of what
    `actor_id` does, those are not told who mute them, or with whom one of the two blocks the other:
    neither of what can be muted at all. What somebody decides by office, everybody is told.
    """
    for start in range(0, len(people), AT_ONCE):
        some = people[start : start + AT_ONCE]
        asked = _asked(some, topic, conversation, space_id).where(_is_new(event_id))
        if actor_id and topic in CAN_BE_MUTED:
            asked = asked.where(~hears_nothing_of(actor_id))
        for row in db.session.execute(asked):
            wish = _wish(row, topic)
            if wish and not wish.is_silent:
                yield wish


def after_quiet(moment: datetime, pace: MailPace, zone: str) -> datetime:
    """Return `moment`, or the end of the quiet hours in which it falls."""
    if pace.quiet_from is None or pace.quiet_to is None or pace.quiet_from == pace.quiet_to:
        return moment
    here = moment.astimezone(ZoneInfo(zone))
    is_quiet = (here.hour - pace.quiet_from) % 24 < (pace.quiet_to - pace.quiet_from) % 24
    return _next_hour(here, pace.quiet_to) if is_quiet else moment


def next_digest(after: datetime, pace: MailPace, zone: str) -> datetime:
    """Return when the next digest goes out after that moment, at the hour and in the zone of its reader."""
    at = _next_hour(after.astimezone(ZoneInfo(zone)), pace.hour)
    if pace.rhythm == Rhythm.WEEKLY:
        at += timedelta(days=(pace.weekday - at.weekday()) % 7)  # the same hour of the wall clock
    return at


def usual_pace(person_id: int) -> MailPace:
    """Return when mail goes to somebody who has said nothing about it."""
    return MailPace(
        person_id=person_id,
        rhythm=Rhythm.DAILY,
        hour=8,
        weekday=0,
        quiet_from=None,
        quiet_to=None,
        digest_due_at=None,
        hard_bounces=0,
        stopped_at=None,
    )


def _next_hour(here: datetime, hour: int) -> datetime:
    """Return the next moment after `here` at which its wall clock says `hour`."""
    at = here.replace(hour=hour, minute=0, second=0, microsecond=0, fold=0)
    return at if at > here else at + timedelta(days=1)


def _asked(
    people: Sequence[int], topic: Topic, conversation: Conversation | None, space_id: int | None
) -> Rows:
    of_topic = and_(NoticeChoice.person_id == Person.id, NoticeChoice.topic == topic)
    here = conversation.id if conversation else null()
    room = conversation.space_id if conversation else space_id
    follow = and_(Follow.person_id == Person.id, Follow.conversation_id == here)
    space = and_(SpaceFollow.person_id == Person.id, SpaceFollow.space_id == room)
    return (
        select(
            Person.id,
            Person.email,
            Person.standing,
            Person.timezone,
            NoticeChoice.in_app,
            NoticeChoice.by_mail,
            Follow.level,
            SpaceFollow.level.label("space_level"),
            MailPace,
        )
        .select_from(Person)
        .outerjoin(NoticeChoice, of_topic)
        .outerjoin(Follow, follow)
        .outerjoin(SpaceFollow, space)
        .outerjoin(MailPace, MailPace.person_id == Person.id)
        .where(Person.id.in_(people))
        .order_by(Person.id)  # in one order, so that no two workers wait for each other
    )


def _is_new(event_id: int) -> ColumnElement[bool]:
    """Return the condition that a Person was not told of an event yet."""
    return ~exists().where(Notice.person_id == Person.id, Notice.event_id == event_id)


def _wish(row: Any, topic: Topic) -> Wish | None:
    """Return what `row` says, or None where this was muted: in the space, unless more was wanted of this."""
    if (row.level or row.space_level) == Level.MUTED and topic in CAN_BE_MUTED:
        return None
    usual = TOPICS[topic]
    pace = row.MailPace or usual_pace(row.id)
    return Wish(
        person_id=row.id,
        in_app=usual.always_in_app
        or row.in_app is None
        or row.in_app
        or _is_stranded(row, topic, pace),
        by_mail=_by_mail(row, topic, pace),
        address=row.email,
        zone=row.timezone,
        pace=pace,
    )


def _is_stranded(row: Any, topic: Topic, pace: MailPace) -> bool:
    """Would it come by mail alone, and does mail not reach them? Else nobody would ever tell them."""
    return pace.stopped_at is not None and _chosen(row, topic) != ByMail.NEVER


def _chosen(row: Any, topic: Topic) -> ByMail:
    return ByMail(row.by_mail or TOPICS[topic].by_mail)


def _by_mail(row: Any, topic: Topic, pace: MailPace) -> ByMail:
    chosen = _chosen(row, topic)
    if row.standing != Standing.MEMBER or pace.stopped_at or chosen == ByMail.NEVER:
        return ByMail.NEVER
    is_watched = Level.WATCHING in (row.level, row.space_level)
    return ByMail.AT_ONCE if is_watched and topic in ADDED else chosen
