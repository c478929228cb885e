"""What is done about archives and pseudonyms when its time has come. Each step commits by itself."""

from sqlalchemy import delete, select

from hrcn_community.accounts.ties import Tie
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.privacy.actions.exporting import sweep_archives
from hrcn_community.privacy.actions.severing import delete_some, ties
from hrcn_community.privacy.actions.texts import blank_some
from hrcn_community.privacy.models import Fading
from hrcn_community.privacy.owned import every_owned


def tidy_archives() -> None:
    """Delete bytes of archives that no row knows."""
    sweep_archives()


def let_pseudonyms_fade() -> None:
    """Take away, on the day that chance chose, what was kept for pseudonyms whose owners were erased."""
    due = select(Fading).where(Fading.due_at <= clock.now()).order_by(Fading.person_id)
    for fading in db.session.scalars(due).all():
        _fade(fading.person_id, fading.keeps_texts)
        db.session.execute(delete(Fading).where(Fading.person_id == fading.person_id))
        db.session.commit()


def _fade(persona_id: int, keeps_texts: bool) -> None:
    """The name stays above what stays: it says nothing, and another would say when its owner went."""
    lasting = [kept for owned in every_owned() for kept in owned.lasting]
    while blank_some(persona_id, lasting, only_unshown=keeps_texts):
        db.session.commit()
    for column in ties(Tie.OWN):
        while column.table is not Fading.__table__ and delete_some(column, persona_id):
            db.session.commit()
