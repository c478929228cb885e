"""What was brought along of a person from elsewhere and they have not claimed."""

from sqlalchemy import delete, select

from hrcn_community.accounts.erased import empty_row
from hrcn_community.accounts.placeholders import address_print
from hrcn_community.accounts.ties import Tie
from hrcn_community.core.db import db
from hrcn_community.importing.models import Placeholder
from hrcn_community.privacy.actions.severing import delete_some, sever_some, ties
from hrcn_community.privacy.owned import Leaver, Owned


def forget(leaver: Leaver) -> None:
    """Let what was written elsewhere under their address stand there as nobody's."""
    lookup = Placeholder.lookup == address_print(leaver.email)
    for person_id in db.session.scalars(select(Placeholder.person_id).where(lookup)).all():
        for column in ties(Tie.WROTE, Tie.ACTED):
            while sever_some(column, person_id, leaver.nobody_id):
                continue
        db.session.execute(delete(Placeholder).where(Placeholder.person_id == person_id))
        for column in ties(Tie.OWN):
            while delete_some(column, person_id):
                continue
        empty_row(person_id)


OWNED = Owned(forget=forget)
