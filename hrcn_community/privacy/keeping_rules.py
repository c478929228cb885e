"""The rules of the commons: traces of use, mail, drafts, applications, and accounts nobody uses."""

from datetime import datetime

from sqlalchemy import and_, delete, exists, func, or_, select, update

from hrcn_community.accounts.models import (
    AddressChange,
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
from hrcn_community.privacy.keeping_deeds import KEPT_OF_DEEDS
from hrcn_community.privacy.keeping_people import KEPT_OF_PEOPLE
from hrcn_community.privacy.letting_go import free, gone
from hrcn_community.privacy.retention import Keeping

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
    """Forget mailed links that open nothing any more, and changes of an address that nobody confirmed."""
    links = gone(MailedToken, at_most, MailedToken.expires_at < before)
    left = at_most - links
    return links + (gone(AddressChange, left, AddressChange.expires_at < before) if left else 0)


def end_sent_forms(before: datetime, at_most: int) -> int:
    return gone(SentForm, at_most, SentForm.sent_at < before)


def end_mails(before: datetime, at_most: int) -> int:
    """Forget to whom a mail went that was sent, came back or was put aside; its words are gone already."""
    ends = (Mail.sent_at, Mail.bounced_at, Mail.parked_at, Mail.held_at)
    over = or_(*(end < before for end in ends))
    return gone(Mail, at_most, over, free(Mail.person_id))


def end_notices(before: datetime, at_most: int) -> int:
    read = or_(Notice.seen_at.is_not(None), Notice.in_app.is_(False))
    return gone(Notice, at_most, Notice.told_at < before, read, ~is_held_person(Notice.person_id))


def end_traces(before: datetime, at_most: int) -> int:
    """Forget the events of signing in and of one's own settings; what was done to others stays."""
    told = exists().where(Notice.event_id == Entry.id), exists().where(Mail.event_id == Entry.id)
    old = Entry.happened_at < before, Entry.handled_at.is_not(None), Entry.name.in_(TRACES)
    return gone(Entry, at_most, *old, ~told[0], ~told[1], free(Entry.actor_id))


def end_readings(before: datetime, at_most: int) -> int:
    """Forget who opened something confidential, wherever that is: a room that stays has an end too."""
    mine = ~is_held_space(ReadEntry.space_id), free(ReadEntry.person_id)
    return gone(ReadEntry, at_most, ReadEntry.read_at < before, *mine)


def end_letters(before: datetime, at_most: int) -> int:
    return gone(Letter, at_most, Letter.answered_at < before, free(Letter.person_id))


def end_invitations(before: datetime, at_most: int) -> int:
    """Forget invitations that were used, taken back, or ran out."""
    over = or_(
        Invitation.used_at < before,
        Invitation.revoked_at < before,
        and_(Invitation.expires_at < before, Invitation.used_at.is_(None)),
    )
    return gone(Invitation, at_most, over)


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
        tables=("sign_ins",),
    ),
    Keeping(
        "wrong_tries",
        _l("Wrong passwords, without a name"),
        GONE,
        1,
        1,
        1,
        end_wrong_tries,
        tables=("wrong_tries",),
    ),
    Keeping(
        "links",
        _l("Mailed links that were used or ran out"),
        GONE,
        30,
        1,
        90,
        end_links,
        tables=("mailed_tokens", "address_changes"),
    ),
    Keeping(
        "sent_forms",
        _l("Numbers of forms, by which a second sending is known"),
        GONE,
        *(30, 7, 90),
        end_sent_forms,
        tables=("sent_forms",),
    ),
    Keeping(
        "mails",
        _l("To whom a mail went, and when; its words go when it is sent"),
        GONE,
        *(180, 30, 400),
        end_mails,
        tables=("mails",),
    ),
    Keeping(
        "notices",
        _l("Notices that were read"),
        GONE,
        365,
        30,
        1100,
        end_notices,
        tables=("notices",),
    ),
    Keeping(
        "traces",
        _l("The events of signing in, out and of changing one's own settings"),
        GONE,
        *(365, 90, 1100),
        end_traces,
        tables=("events",),
    ),
    Keeping(
        "readings",
        _l("Who opened something confidential, and when"),
        GONE,
        *(730, 180, 1830),
        end_readings,
        tables=("read_log",),
    ),
    Keeping(
        "letters",
        _l("Letters to the core team, once seen to"),
        GONE,
        365,
        30,
        1100,
        end_letters,
        tables=("letters",),
    ),
    Keeping(
        "invitations",
        _l("Invitations that were used, taken back or ran out"),
        GONE,
        *(365, 30, 1100),
        end_invitations,
        tables=("invitations",),
    ),
    *KEPT_OF_PEOPLE,
    *KEPT_OF_DEEDS,
)
