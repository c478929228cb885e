"""What is sealed around the asking, when the house's keys change: opened with the old, sealed with the newest."""

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from hrcn_community.consultations.models import CaseDraft, CaseOnBehalf
from hrcn_community.core.db import db
from hrcn_community.core.sealing import WrongKey, seal, unseal

COLUMNS = (CaseDraft.sealed, CaseOnBehalf.sealed_whom)


def reseal_asking() -> None:
    """Seal anew what people are writing, and on whose behalf cases are asked."""
    for draft in db.session.scalars(select(CaseDraft)):
        draft.sealed = seal(unseal(draft.sealed))
    for row in db.session.scalars(select(CaseOnBehalf).where(CaseOnBehalf.sealed_whom != "")):
        row.sealed_whom = seal(unseal(row.sealed_whom))


def asking_opens() -> bool:
    """Do our keys open one of each?"""
    try:
        for column in COLUMNS:
            for sealed in db.session.scalars(select(column).where(column != "").limit(1)):
                unseal(sealed)
    except WrongKey:
        return False
    except DBAPIError:  # away, or without its tables yet: others say so
        return True
    finally:
        db.session.rollback()
    return True
