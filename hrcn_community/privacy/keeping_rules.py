"""The rules of the commons: traces of use, mail, drafts, applications, and accounts nobody uses."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, tuple_, update

from hrcn_community.accounts.models import (
    Invitation,
    Letter,
    MailedToken,
    Person,
    SentForm,
    SignIn,
    WrongTry,
)
from hrcn_community.audit.models import ReadEntry
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.words import _l
from hrcn_community.notifications.models import Mail, Notice
from hrcn_community.privacy.holds import is_held_person, is_held_space
from hrcn_community.privacy.keeping_people import KEPT_OF_PEOPLE
from hrcn_community.privacy.retention import Keeping
from hrcn_community.spaces.models import Space

TRACES = ("SignedIn", "SignedOut", "ResetAsked", "PasswordChanged", "ProfileChanged")
GONE = _l("deleted")


def end_sign_ins(before: datetime, at_most: int) -> int:
    """Forget browsers that are signed out, or were not seen for so long; the day stays with the account."""
    some = db.session.execute(
        select(SignIn.id, SignIn.person_id, SignIn.last_seen_at)
        .where(or_(SignIn.ended_at < before, SignIn.last_seen_at < before))
        .where(~is_held_person(SignIn.person_id))
        .order_by(SignIn.id)
        .limit(at_most)
    ).all()
    for row in some:
        _remember_day(row.person_id, row.last_seen_at)
    db.session.execute(delete(SignIn).where(SignIn.id.in_([row.id for row in some])))
    return len(some)


def end_wrong_tries(before: datetime, at_most: int) -> int:
    return gone(WrongTry, at_most, WrongTry.tried_at < before)


def end_links(before: datetime, at_most: int) -> int:
    """Forget mailed links that open nothing any more."""
    return gone(MailedToken, at_most, MailedToken.expires_at < before)


def end_sent_forms(before: datetime, at_most: int) -> int:
    number = tuple_(SentForm.person_id, SentForm.token)
    some = db.session.execute(
        select(SentForm.person_id, SentForm.token).where(SentForm.sent_at < before).limit(at_most)
    ).all()
    if some:
        db.session.execute(delete(SentForm).where(number.in_([tuple(row) for row in some])))
    return len(some)


def end_mails(before: datetime, at_most: int) -> int:
    """Forget to whom a mail went that was sent, came back or was put aside; its words are gone already."""
    over = or_(Mail.sent_at < before, Mail.bounced_at < before, Mail.parked_at < before)
    return gone(Mail, at_most, over, _free(Mail.person_id))


def end_notices(before: datetime, at_most: int) -> int:
    read = or_(Notice.seen_at.is_not(None), Notice.in_app.is_(False))
    return gone(Notice, at_most, Notice.told_at < before, read, ~is_held_person(Notice.person_id))


def end_traces(before: datetime, at_most: int) -> int:
    """Forget the events of signing in and of one's own settings; what was done to others stays."""
    told = exists().where(Notice.event_id == Entry.id), exists().where(Mail.event_id == Entry.id)
    old = Entry.happened_at < before, Entry.handled_at.is_not(None), Entry.name.in_(TRACES)
    return gone(Entry, at_most, *old, ~told[0], ~told[1], _free(Entry.actor_id))


def end_readings(before: datetime, at_most: int) -> int:
    """Forget who opened a space of the directory; what belongs to a room's own item goes with that."""
    listed = select(Space.id).where(Space.is_listed.is_(True))
    mine = ReadEntry.space_id.in_(listed), ~is_held_space(ReadEntry.space_id)
    return gone(ReadEntry, at_most, ReadEntry.read_at < before, *mine)


def end_letters(before: datetime, at_most: int) -> int:
    return gone(Letter, at_most, Letter.answered_at < before, _free(Letter.person_id))


def end_invitations(before: datetime, at_most: int) -> int:
    """Forget invitations that were used, taken back, or ran out."""
    over = or_(
        Invitation.used_at < before,
        Invitation.revoked_at < before,
        and_(Invitation.expires_at < before, Invitation.used_at.is_(None)),
    )
    return gone(Invitation, at_most, over)


def gone(model: Any, at_most: int, *conditions: ColumnElement[bool]) -> int:
    """Delete some rows of which all this is true, the oldest first; return how many."""
    ids: Sequence[int] = db.session.scalars(
        select(model.id).where(*conditions).order_by(model.id).limit(at_most)
    ).all()
    if ids:
        db.session.execute(delete(model).where(model.id.in_(ids)))
    return len(ids)


def _free(person: Any) -> ColumnElement[bool]:
    """Return the condition that nobody is named there of whom nothing may go."""
    return or_(person.is_(None), ~is_held_person(person))


def _remember_day(person_id: int, seen_at: datetime) -> None:
    day = seen_at.replace(hour=0, minute=0, second=0, microsecond=0)
    db.session.execute(
        update(Person)
        .where(Person.id == person_id, func.coalesce(Person.last_seen_at < day, True))
        .values(last_seen_at=day)
    )


KEPT: tuple[Keeping, ...] = (
    Keeping(
        "sign_ins",
        _l("Browsers in which somebody was signed in"),
        _l("deleted; of the last visit the day stays with the account"),
        *(90, 30, 400),
        end_sign_ins,
    ),
    Keeping("wrong_tries", _l("Wrong passwords, without a name"), GONE, 1, 1, 1, end_wrong_tries),
    Keeping("links", _l("Mailed links that were used or ran out"), GONE, 30, 1, 90, end_links),
    Keeping(
        "sent_forms",
        _l("Numbers of forms, by which a second sending is known"),
        GONE,
        *(30, 7, 90),
        end_sent_forms,
    ),
    Keeping(
        "mails",
        _l("To whom a mail went, and when; its words go when it is sent"),
        GONE,
        *(180, 30, 400),
        end_mails,
    ),
    Keeping("notices", _l("Notices that were read"), GONE, 365, 30, 1100, end_notices),
    Keeping(
        "traces",
        _l("The events of signing in, out and of changing one's own settings"),
        GONE,
        *(365, 90, 1100),
        end_traces,
    ),
    Keeping(
        "readings",
        _l("Who opened a confidential space, and when"),
        GONE,
        *(730, 180, 1830),
        end_readings,
    ),
    Keeping(
        "letters", _l("Letters to the core team, once seen to"), GONE, 365, 30, 1100, end_letters
    ),
    Keeping(
        "invitations",
        _l("Invitations that were used, taken back or ran out"),
        GONE,
        *(365, 30, 1100),
        end_invitations,
    ),
    *KEPT_OF_PEOPLE,
)
