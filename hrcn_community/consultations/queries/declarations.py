"""What advisors declared for a year, and the countries they know."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.models import AdvisorCountry, GeneralDeclaration
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.register.models import City

MOST = 50


def valid_declaration(person_id: int) -> GeneralDeclaration | None:
    """Return what somebody declared last, if its year is not over."""
    return db.session.scalar(
        select(GeneralDeclaration)
        .where(GeneralDeclaration.person_id == person_id)
        .where(GeneralDeclaration.valid_until > clock.now())
        .order_by(GeneralDeclaration.id.desc())
        .limit(1)
    )


def own_declarations(*, viewer: Viewer) -> Sequence[GeneralDeclaration]:
    """Return what the viewer declared, the newest first."""
    mine = select(GeneralDeclaration).where(GeneralDeclaration.person_id == viewer.id)
    return db.session.scalars(mine.order_by(GeneralDeclaration.id.desc()).limit(MOST)).all()


def valid_until_of(person_ids: Sequence[int]) -> Mapping[int, datetime]:
    """Return until when what these people declared is valid; those without are not in it."""
    rows = db.session.execute(
        select(
            GeneralDeclaration.person_id, func.max(GeneralDeclaration.valid_until).label("until")
        )
        .where(GeneralDeclaration.person_id.in_(person_ids))
        .where(GeneralDeclaration.valid_until > clock.now())
        .group_by(GeneralDeclaration.person_id)
    )
    return {row.person_id: row.until for row in rows}


def own_countries(*, viewer: Viewer) -> Sequence[str]:
    mine = select(AdvisorCountry.country).where(AdvisorCountry.person_id == viewer.id)
    return db.session.scalars(mine.order_by(AdvisorCountry.country)).all()


def countries() -> Sequence[str]:
    """Return the countries in which the register has a city, by their codes."""
    found = select(City.country).distinct().order_by(City.country)
    return db.session.scalars(found).all()
