"""What lies on the core team's desk: applications and letters."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select

from hrcn_community.accounts.invited import is_open
from hrcn_community.accounts.models import (
    Application,
    Invitation,
    Letter,
    Person,
    RoleProposal,
    SiteRole,
)
from hrcn_community.accounts.roles import is_open as proposal_is_open
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.core.db import Rows, db
from hrcn_community.register.models import City, Organisation

PAGE = 30
MOST_COUNTED = 99


def waiting_applications(*, viewer: AnyViewer, after: int = 0) -> Sequence[Any]:
    """Return applications to be decided, the oldest first, and one more than a page if there is one."""
    return _page(viewer, _applications().where(_undecided(), Application.id > after))


def find_application(ref: str, *, viewer: AnyViewer) -> Application | None:
    """Return an application whose address is confirmed; only the core team sees any."""
    if not is_core(viewer):
        return None
    return db.session.scalar(
        select(Application)
        .join(Person, Person.id == Application.person_id)
        .where(Application.ref == ref, Person.email_confirmed_at.is_not(None))
    )


def application_row(application: Application) -> Any:
    """Return everything that the page of an application shows."""
    return db.session.execute(_applications().where(Application.id == application.id)).one()


def waiting_letters(*, viewer: AnyViewer, after: int = 0) -> Sequence[Any]:
    """Return letters that nobody has seen to, the oldest first."""
    rows: Rows = (
        select(
            Letter.id,
            Letter.ref,
            Letter.topic,
            Letter.email,
            Letter.body,
            Letter.written_at,
            Person.name.label("person_name"),
            Person.handle.label("person_handle"),
        )
        .outerjoin(Person, Person.id == Letter.person_id)
        .where(Letter.answered_at.is_(None), Letter.id > after)
        .order_by(Letter.id)
    )
    return _page(viewer, rows)


def find_letter(ref: str, *, viewer: AnyViewer) -> Letter | None:
    if not is_core(viewer):
        return None
    return db.session.scalar(select(Letter).where(Letter.ref == ref))


def counts() -> dict[str, int]:
    """Return how many of each wait, counted to 99."""
    applications = (
        select(Application.id)
        .join(Person, Person.id == Application.person_id)
        .where(_undecided(), Person.email_confirmed_at.is_not(None))
    )
    return {
        "applications": _count(applications),
        "invitations": _count(select(Invitation.id).where(is_open())),
        "proposals": _count(select(RoleProposal.id).where(proposal_is_open())),
        "letters": _count(select(Letter.id).where(Letter.answered_at.is_(None))),
    }


def _applications() -> Rows:
    return (
        select(
            Application.id,
            Application.ref,
            Application.statement,
            Application.privacy_accepted_at,
            Application.decided_at,
            Person.name,
            Person.email,
            Person.site_role,
            City.name.label("city_name"),
            Organisation.name.label("organisation_name"),
        )
        .join(Person, Person.id == Application.person_id)
        .outerjoin(City, City.id == Person.city_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(Person.email_confirmed_at.is_not(None))
        .order_by(Application.id)
    )


def _page(viewer: AnyViewer, rows: Rows) -> Sequence[Any]:
    return db.session.execute(rows.limit(PAGE + 1)).all() if is_core(viewer) else []


def _count(rows: Select[Any]) -> int:
    some = rows.limit(MOST_COUNTED).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def is_core(viewer: AnyViewer) -> bool:
    return viewer.site_role == SiteRole.CORE


def _undecided():
    return Application.decided_at.is_(None)
