"""What the lines of the log are about, by name, as far as the viewer may know it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.sql import false

from hrcn_community.accounts.models import Invitation, Person, RoleProposal, SiteRole
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.core.db import db
from hrcn_community.register.models import City, Organisation, Term
from hrcn_community.running.log import is_known

Names = Mapping[tuple[str, int], Any]
TERMS = ("term_id", "into_id")


def named_in(rows: Sequence[Any], language: str, *, viewer: AnyViewer) -> Names:
    """Return the name of what stands in the rows as an id, by the fact and the id.

    Who was invited is the core team's to know, as in the list of invitations.
    """
    found: dict[tuple[str, int], Any] = {}
    for fact, named in NAMED.items():
        if ids := {row.facts[fact] for row in rows if row.facts.get(fact)}:
            for row in _rows(named(ids, viewer)):
                found[fact, row[0]] = row[1]
    for fact in TERMS:
        ids = {row.facts[fact] for row in rows if row.facts.get(fact)}
        for term in db.session.scalars(select(Term).where(Term.id.in_(ids))) if ids else ():
            found[fact, term.id] = term.in_language(language)
    return found


def _rows(named: Any) -> Sequence[Any]:
    return db.session.execute(named).all()


def _cities(ids: set[int], _viewer: AnyViewer) -> Any:
    return select(City.id, City.name).where(City.id.in_(ids))


def _organisations(ids: set[int], _viewer: AnyViewer) -> Any:
    return select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids))


def _proposals(ids: set[int], viewer: AnyViewer) -> Any:
    rows = select(RoleProposal.id, Person.name).join(Person, RoleProposal.person_id == Person.id)
    return rows.where(RoleProposal.id.in_(ids), is_known(Person, viewer))


def _invitations(ids: set[int], viewer: AnyViewer) -> Any:
    rows = select(Invitation.id, Invitation.email).where(Invitation.id.in_(ids))
    return rows if viewer.site_role == SiteRole.CORE else rows.where(false())


NAMED: Mapping[str, Callable[[set[int], AnyViewer], Any]] = {
    "city_id": _cities,
    "organisation_id": _organisations,
    "proposal_id": _proposals,
    "invitation_id": _invitations,
}
