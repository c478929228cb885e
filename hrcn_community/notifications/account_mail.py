"""The mails about accounts. Links are made here, in the worker: no request ever knows a token.

Each takes an event and its entry, like every reaction. Subjects are neutral, texts are in the
reader's language, and every address begins with BASE_URL.
"""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from flask import current_app
from flask_babel import force_locale
from sqlalchemy import select

from hrcn_community.accounts.address_changes import is_taken, new_links
from hrcn_community.accounts.browser_names import browser_words
from hrcn_community.accounts.events import (
    AddressChangeAsked,
    AddressChanged,
    ApplicationDecided,
    Applied,
    IdentityLinked,
    IdentityUnlinked,
    KnownPersonApplied,
    NewBrowserUsed,
    PasswordChanged,
    PersonInvited,
    ResetAsked,
    TwoStepChanged,
)
from hrcn_community.accounts.inviting import new_invitation_link
from hrcn_community.accounts.models import (
    AddressChange,
    Application,
    Invitation,
    MailedToken,
    Person,
    Purpose,
    SignIn,
    Standing,
)
from hrcn_community.accounts.passwords import LINK_LIVES, new_link
from hrcn_community.accounts.standing_events import (
    PersonReinstated,
    PersonSuspended,
    SuspensionExpired,
)
from hrcn_community.accounts.suspending import open_suspension, reinstate_when_due
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.house import house_title
from hrcn_community.core.settings import address
from hrcn_community.core.words import _l
from hrcn_community.notifications.bounces import move_mail
from hrcn_community.notifications.posting import post_mail

ONE_MAIL_WITHIN = timedelta(seconds=30)  # a form that was sent twice is answered once
SUBJECTS = {
    "reset": _l("Your password for %(house)s"),
    "password_changed": _l("Your password was changed"),
    "confirm": _l("Please confirm your address"),
    "known": _l("Your account at %(house)s"),
    "approved": _l("Welcome to %(house)s"),
    "declined": _l("Your request to join %(house)s"),
    "suspended": _l("Your account at %(house)s is suspended"),
    "reinstated": _l("You can sign in to %(house)s again"),
    "invitation": _l("An invitation to %(house)s"),
    "new_browser": _l("A new browser at %(house)s"),
    "two_step": _l("Your second step at %(house)s"),
    "address_change": _l("Your address at %(house)s"),
    "address_taken": _l("Your address at %(house)s"),
    "address_changed": _l("Your address at %(house)s"),
    "notice_received": _l("We have your notice"),
    "notice_answered": _l("Your notice was decided"),
    "statement": _l("A decision about your account at %(house)s"),
}


def mail_reset_link(event: ResetAsked, entry: Entry) -> None:
    """Send a link to whoever forgot a password; an unknown address gets no mail at all."""
    person = event.person_id and db.session.get(Person, event.person_id)
    if person and not _just_sent(person, Purpose.RESET):
        token = new_link(person, Purpose.RESET)
        _mail(person, "reset", entry, link=address(f"/sign-in/reset/{token}"))


def mail_of_new_password(event: PasswordChanged, entry: Entry) -> None:
    person = db.session.get_one(Person, event.person_id)
    _mail(person, "password_changed", entry, link=address("/sign-in/reset"))


def mail_confirmation_link(event: Applied, entry: Entry) -> None:
    person = db.session.get_one(Person, event.person_id)
    if not person.email_confirmed_at and not _just_sent(person, Purpose.CONFIRM):
        token = new_link(person, Purpose.CONFIRM)
        _mail(person, "confirm", entry, link=address(f"/join/confirm/{token}"))


def mail_known_person(event: KnownPersonApplied, entry: Entry) -> None:
    person = db.session.get_one(Person, event.person_id)
    _mail(person, "known", entry, link=address("/sign-in"), contact=address("/contact"))


def mail_decision(event: ApplicationDecided, entry: Entry) -> None:
    application = db.session.get_one(Application, event.application_id)
    person = db.session.get_one(Person, application.person_id)
    template = "approved" if event.approved else "declined"
    _mail(person, template, entry, link=address("/sign-in"), reason=application.reason)


def mail_of_new_browser(event: NewBrowserUsed, entry: Entry) -> None:
    """Tell somebody of a browser they were never in before: which, and when; nothing of where."""
    person = db.session.get_one(Person, event.person_id)
    sign_in = db.session.get(SignIn, event.sign_in_id)
    if sign_in is None:  # went with whoever it was
        return
    at = format_datetime(
        sign_in.created_at, tzinfo=ZoneInfo(person.timezone), locale=person.locale or "en"
    )
    said = {"browser": browser_words(sign_in.browser), "at": at}
    _mail(person, "new_browser", entry, **said, link=address("/settings/sign-ins"))


def mail_of_two_step(event: TwoStepChanged, entry: Entry) -> None:
    person = db.session.get_one(Person, event.person_id)
    _mail(person, "two_step", entry, how=event.how, link=address("/settings/two-step"))


def mail_of_link(event: IdentityLinked | IdentityUnlinked, entry: Entry) -> None:
    person = db.session.get_one(Person, event.person_id)
    how = "linked" if isinstance(event, IdentityLinked) else "unlinked"
    _mail(person, "two_step", entry, how=how, link=address("/settings/provider"))


def mail_address_links(event: AddressChangeAsked, entry: Entry) -> None:
    """Send a link to each of both addresses; of one that is somebody else's, its owner alone is told."""
    if not (made := new_links(event.person_id)):
        return
    change, old, new = made
    person = db.session.get_one(Person, event.person_id)
    text = _body("address_change", person.locale, name=person.name, link=_opening(old))
    post_mail(change.old_email, *text, entry)
    if is_taken(change.new_email, person.id):
        text = _body("address_taken", person.locale, name="", link=address("/settings"))
    else:
        text = _body("address_change", person.locale, name=person.name, link=_opening(new))
    post_mail(change.new_email, *text, entry)


def mail_of_changed_address(event: AddressChanged, entry: Entry) -> None:
    """Tell both addresses; what waited for the old one goes to the new, and bounces count anew."""
    person = db.session.get_one(Person, event.person_id)
    change = db.session.get(AddressChange, event.person_id)
    for recipient in {person.email, change.old_email if change else person.email}:
        text = _body("address_changed", person.locale, name=person.name, link=address("/contact"))
        post_mail(recipient, *text, entry)
    move_mail(person)


def _opening(token: str) -> str:
    return address(f"/address/{token}")


def mail_invitation(event: PersonInvited, entry: Entry) -> None:
    invitation = db.session.get_one(Invitation, event.invitation_id)
    if invitation.revoked_at or invitation.used_at or invitation.held:
        return
    inviter = db.session.get_one(Person, invitation.invited_by_id)
    link = address(f"/join/invitation/{new_invitation_link(invitation)}")
    body = _body("invitation", inviter.locale, name="", inviter=inviter.name, link=link)
    post_mail(invitation.email, *body, entry)


def mail_to(
    recipient: str, name: str, locale: str, template: str, entry: Entry, **values: Any
) -> None:
    """Send one of these mails to somebody who cannot be told within the house."""
    post_mail(recipient, *_body(template, locale, name=name, **values), entry)


def mail_of_suspension(event: PersonSuspended, entry: Entry) -> None:
    """Say so, and why, to whoever cannot sign in any more.

    Where it was decided about something they wrote, no reason stands here: the statement tells them.
    """
    person = db.session.get_one(Person, event.person_id)
    suspension = open_suspension(person.id)
    if person.standing == Standing.SUSPENDED and suspension and suspension.reason:
        until = _day(suspension.until, person.locale) if suspension.until else ""
        values = {"reason": suspension.reason, "until": until, "contact": address("/contact")}
        _mail(person, "suspended", entry, **values)


def mail_of_reinstatement(event: PersonReinstated, entry: Entry) -> None:
    person = db.session.get_one(Person, event.person_id)
    if person.standing == Standing.MEMBER:
        _mail(person, "reinstated", entry, link=address("/sign-in"))


def end_suspension(event: SuspensionExpired, entry: Entry) -> None:
    reinstate_when_due(event.suspension_id)


def _just_sent(person: Person, purpose: Purpose) -> bool:
    """Was a link that is still good sent a moment ago?"""
    newest = select(MailedToken.expires_at).where(
        MailedToken.person_id == person.id,
        MailedToken.purpose == purpose,
        MailedToken.used_at.is_(None),
    )
    expires_at = db.session.scalar(newest.order_by(MailedToken.id.desc()).limit(1))
    return bool(expires_at and expires_at - LINK_LIVES > clock.now() - ONE_MAIL_WITHIN)


def _mail(person: Person, template: str, entry: Entry, **values: Any) -> None:
    post_mail(person.email, *_body(template, person.locale, name=person.name, **values), entry)


def _body(template: str, locale: str, **values: Any) -> tuple[str, str]:
    """Return subject and text in the reader's language."""
    with force_locale(_known(locale)):
        text = current_app.jinja_env.get_template(f"emails/{template}.txt").render(
            base_url=address("/"), **values
        )
        return str(SUBJECTS[template]) % {"house": house_title()}, text


def _day(moment: datetime, locale: str) -> str:
    return format_date(moment, "long", locale=_known(locale))


def _known(locale: str) -> str:
    return locale if locale in current_app.config["LANGUAGES"] else "en"
