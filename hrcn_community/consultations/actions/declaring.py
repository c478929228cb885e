"""What an advisor declares for a year, and what they are matched by. Nothing here commits."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete

from hrcn_community.accounts.profiles import change_expertise
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.events import GenerallyDeclared
from hrcn_community.consultations.models import AdvisorCountry, GeneralDeclaration
from hrcn_community.consultations.queries.declarations import valid_declaration
from hrcn_community.core import clock
from hrcn_community.core.db import db, take_turn
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import record
from hrcn_community.core.text import clean
from hrcn_community.core.words import _l

VALID_FOR = timedelta(days=365)


class DeclareGenerally(Refusal):
    message = _l(
        "Before you take a case, declare your ties in general. That holds for a year. "
        "Your invitation waits meanwhile."
    )
    onward = "/consultations/declaration", _l("Declare for a year")


def declare_generally(text: str, *, by: Viewer) -> GeneralDeclaration:
    """Declare one's ties for a year from now on; what was declared before stays as it was."""
    now = clock.now()
    made = GeneralDeclaration(
        person_id=by.id, text=clean(text).strip(), made_at=now, valid_until=now + VALID_FOR
    )
    db.session.add(made)
    record(GenerallyDeclared(person_id=by.id), by=by.id)
    return made


def need_general_declaration(person_id: int) -> None:
    if valid_declaration(person_id) is None:
        raise DeclareGenerally


def say_expertise(
    themes: Iterable[str], languages: Iterable[str], countries: Iterable[str], *, by: Viewer
) -> None:
    """Keep what an advisor is matched by: themes and languages as in the profile, and countries."""
    take_turn(f"expertise {by.id}")
    change_expertise(list(themes), list(languages), by=by)
    db.session.execute(delete(AdvisorCountry).where(AdvisorCountry.person_id == by.id))
    db.session.add_all(AdvisorCountry(person_id=by.id, country=each) for each in set(countries))
