"""What no rule for all tables can do, when somebody is erased, in the house itself."""

from sqlalchemy import delete, or_

from hrcn_community.accounts.models import Distance
from hrcn_community.core.db import db
from hrcn_community.core.house import HouseWord, forget_house
from hrcn_community.privacy.keeping_models import RetentionWarning
from hrcn_community.privacy.keeping_people import ACCOUNTS
from hrcn_community.privacy.owned import Leaver, Owned


def forget(leaver: Leaver) -> None:
    """Forget who kept their distance from them, that they were warned, and that mail comes to them."""
    either = or_(Distance.person_id == leaver.id, Distance.other_id == leaver.id)
    db.session.execute(delete(Distance).where(either))
    warned = RetentionWarning.mark.startswith(f"{leaver.id} ", autoescape=True)
    db.session.execute(delete(RetentionWarning).where(RetentionWarning.rule == ACCOUNTS, warned))
    contact = db.session.get(HouseWord, "contact")
    if contact and str(contact.value).casefold() == leaver.email:
        db.session.delete(contact)
        db.session.flush()
        forget_house()


OWNED = Owned(forget=forget)
