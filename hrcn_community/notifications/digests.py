"""Gathering what waits for a digest, when the hour of its reader has come."""

from sqlalchemy import func, select, update

from hrcn_community.accounts.models import Person
from hrcn_community.core import clock
from hrcn_community.core.db import db, reading
from hrcn_community.core.upsert import insert_or_ignore
from hrcn_community.notifications.models import MailPace, Notice
from hrcn_community.notifications.posting import post_digest
from hrcn_community.notifications.wishes import next_digest, usual_pace

AT_ONCE = 500


def gather_digests() -> None:
    """Put a digest on its way to everybody whose hour has come, each in a transaction of its own."""
    while _gather_next():
        pass
    _await_what_was_missed()


def _gather_next() -> bool:
    due = (
        select(MailPace)
        .where(MailPace.digest_due_at <= clock.now())
        .order_by(MailPace.digest_due_at, MailPace.person_id)
        .limit(1)
    )
    with reading():
        somebody = db.session.scalar(due.with_only_columns(MailPace.person_id))
        db.session.rollback()
    pace = db.session.scalar(due.with_for_update(skip_locked=True)) if somebody else None
    if pace is None:
        db.session.rollback()
        return False
    _gather(pace)
    db.session.commit()
    return True


def _gather(pace: MailPace) -> None:
    """Let the notices that wait go into one mail. What comes in the meantime waits for the next."""
    person = db.session.get_one(Person, pace.person_id)
    waits = Notice.person_id == person.id, Notice.for_digest, Notice.digest_id.is_(None)
    if newest := db.session.scalar(select(func.max(Notice.id)).where(*waits)):
        digest_id = post_digest(person, pace, newest)
        db.session.execute(update(Notice).where(*waits).values(digest_id=digest_id))
    pace.digest_due_at = None


def _await_what_was_missed() -> None:
    """Let a digest come to whom something waits without one.

    It was told in the very moment in which a digest was gathered, by another worker.
    """
    missed = (
        select(Notice.person_id, Person.timezone, MailPace)
        .join(Person, Person.id == Notice.person_id)
        .outerjoin(MailPace, MailPace.person_id == Notice.person_id)
        .where(Notice.for_digest, Notice.digest_id.is_(None), MailPace.digest_due_at.is_(None))
        .distinct()
        .limit(AT_ONCE)
    )
    with reading():
        rows = db.session.execute(missed).all()
        db.session.rollback()
    for person_id, zone, pace in rows:
        insert_or_ignore(MailPace, person_id=person_id)
        due = next_digest(clock.now(), pace or usual_pace(person_id), zone)
        waits = update(MailPace).where(MailPace.person_id == person_id)
        db.session.execute(waits.where(MailPace.digest_due_at.is_(None)).values(digest_due_at=due))
    db.session.commit()
