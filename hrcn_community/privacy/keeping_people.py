"""Rules that end what somebody began and left: drafts, requests to join, accounts nobody uses."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, delete, func, select
from sqlalchemy.exc import IntegrityError

from hrcn_community.accounts.models import Application, Person, SignIn, Standing
from hrcn_community.conversations.models import Draft
from hrcn_community.core.db import Rows, db
from hrcn_community.core.events import record
from hrcn_community.core.words import _l
from hrcn_community.privacy.actions.erasing import ask_for_erasure
from hrcn_community.privacy.handing_over import handover_owed
from hrcn_community.privacy.holds import is_held_person, is_held_space
from hrcn_community.privacy.keeping_events import RemovalWarned
from hrcn_community.privacy.retention import (
    Keeping,
    note_warning,
    warned,
    warned_long_enough,
)

DRAFTS, ACCOUNTS = "drafts", "accounts"
ONE_MONTH = 30
BEFORE_ACCOUNTS = (90, 30, 7)


def warn_of_drafts(before: datetime, stage: int, at_most: int) -> int:
    """Tell the writers of drafts that lie untouched; one that is taken up again is young again."""
    told = warned(DRAFTS, Draft.id, Draft.saved_at, stage)
    some = db.session.execute(
        _drafts(before).add_columns(Draft.person_id).where(~told).limit(at_most)
    ).all()
    for row in some:
        note_warning(DRAFTS, row.id, stage)
        record(RemovalWarned(rule=DRAFTS, address="/drafts", person_id=row.person_id, stage=stage))
    return len(some)


def end_drafts(before: datetime, at_most: int) -> int:
    told = warned_long_enough(DRAFTS, Draft.id, Draft.saved_at, ONE_MONTH)
    ids = db.session.scalars(_drafts(before).where(told).limit(at_most)).all()
    db.session.execute(delete(Draft).where(Draft.id.in_(ids)))
    return len(ids)


def end_declined(before: datetime, at_most: int) -> int:
    """Forget those who asked to join and were not let in."""
    old = Person.standing == Standing.DECLINED, Application.decided_at < before
    return _forget_strangers(at_most, *old)


def end_unconfirmed(before: datetime, at_most: int) -> int:
    """Forget those who asked to join and never said that the address is theirs."""
    waiting = Person.standing == Standing.APPLYING, Person.email_confirmed_at.is_(None)
    return _forget_strangers(at_most, *waiting, Application.privacy_accepted_at < before)


def warn_of_accounts(before: datetime, stage: int, at_most: int) -> int:
    """Tell those who have not been here for long, by mail too; whoever signs in is young again."""
    told = warned(ACCOUNTS, Person.id, last_here(), stage)
    ids = db.session.scalars(_left_accounts(before).where(~told).limit(at_most)).all()
    for id_ in ids:
        note_warning(ACCOUNTS, id_, stage)
        record(RemovalWarned(rule=ACCOUNTS, address="/settings", person_id=id_, stage=stage))
    return len(ids)


def end_accounts(before: datetime, at_most: int) -> int:
    told = warned_long_enough(ACCOUNTS, Person.id, last_here(), BEFORE_ACCOUNTS[-1])
    ids = db.session.scalars(_left_accounts(before).where(told).limit(at_most)).all()
    free = [id_ for id_ in ids if not handover_owed(id_)]  # what others need is handed on first
    for id_ in free:
        ask_for_erasure(id_, texts_stay=True)
    return len(free)


def last_here() -> Any:
    """Return when somebody was last seen, as well as it is still known: at least when they joined."""
    seen: ScalarSelect[Any] = (
        select(func.max(SignIn.last_seen_at)).where(SignIn.person_id == Person.id).scalar_subquery()
    )
    return func.coalesce(seen, Person.last_seen_at, Person.joined_at)


def _drafts(before: datetime) -> Rows:
    free = ~is_held_person(Draft.person_id), ~is_held_space(Draft.space_id)
    return select(Draft.id).where(Draft.saved_at < before, *free).order_by(Draft.saved_at)


def _left_accounts(before: datetime) -> Rows:
    mine = Person.standing == Standing.MEMBER, Person.is_invented.is_(False)
    old = last_here() < before, ~is_held_person(Person.id)
    return select(Person.id).where(*mine, *old).order_by(Person.id)


def _forget_strangers(at_most: int, *conditions: ColumnElement[bool]) -> int:
    """Delete some who never came in, with their requests; whoever something else hangs at stays."""
    ids = db.session.scalars(
        select(Person.id)
        .join(Application, Application.person_id == Person.id)
        .where(*conditions, ~is_held_person(Person.id))
        .order_by(Person.id)
        .limit(at_most)
    ).all()
    return sum(_forget(id_) for id_ in ids)


def _forget(person_id: int) -> bool:
    try:
        with db.session.begin_nested():
            db.session.execute(delete(Person).where(Person.id == person_id))
    except IntegrityError:
        return False
    return True


KEPT_OF_PEOPLE: tuple[Keeping, ...] = (
    Keeping(
        DRAFTS,
        _l("Drafts that nobody touched"),
        _l("deleted, after a notice a month before"),
        *(365, 90, 1830),
        end_drafts,
        warn_of_drafts,
        (ONE_MONTH,),
        tables=("drafts",),
    ),
    Keeping(
        "declined",
        _l("Requests to join that were declined"),
        _l("deleted, with the name and the address"),
        *(180, 30, 365),
        end_declined,
        tables=("people", "applications"),
    ),
    Keeping(
        "unconfirmed",
        _l("Requests to join whose address nobody confirmed"),
        _l("deleted, with the name and the address"),
        *(30, 7, 90),
        end_unconfirmed,
        tables=("people", "applications"),
    ),
    Keeping(
        ACCOUNTS,
        _l("Accounts in which nobody signed in"),
        _l("erased, after three mails; what was written stays without the name"),
        *(1095, 365, 3650),
        end_accounts,
        warn_of_accounts,
        BEFORE_ACCOUNTS,
        tables=("people",),
    ),
)
