"""What is sealed around the asking, when the house's keys change: opened with the old, sealed with the newest."""

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.attributes import flag_modified

from hrcn_community.consultations.models import CaseDraft, CaseOnBehalf
from hrcn_community.core.db import db
from hrcn_community.core.sealing import WrongKey, seal, unseal


def reseal_asking() -> None:
    """Seal anew what people are writing, and on whose behalf cases are asked."""
    for draft in db.session.scalars(select(CaseDraft)):
        draft.sealed = seal(unseal(draft.sealed))
    for row in db.session.scalars(select(CaseOnBehalf)):
        flag_modified(row, "whom")  # opened when it was read, sealed when it is written


def asking_opens() -> bool:
    """Do our keys open one of each?"""
    try:
        for sealed in db.session.scalars(select(CaseDraft.sealed).limit(1)):
            unseal(sealed)
        db.session.scalars(select(CaseOnBehalf.whom).where(CaseOnBehalf.whom != "").limit(1)).all()
    except WrongKey:
        return False
    except DBAPIError:  # away, or without its tables yet: others say so
        return True
    finally:
        db.session.rollback()
    return True
