"""What is done about archives and pseudonyms when its time has come. Each piece commits by itself."""

from sqlalchemy import delete, select

from hrcn_community.accounts.ties import Tie
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.privacy.actions.exporting import sweep_archives
from hrcn_community.privacy.actions.severing import delete_some, ties
from hrcn_community.privacy.actions.texts import blank_some
from hrcn_community.privacy.holds import holds_words_of, while_none_is_set
from hrcn_community.privacy.models import Fading
from hrcn_community.privacy.owned import every_owned


def tidy_archives() -> None:
    """Delete bytes of archives that no row knows."""
    sweep_archives()


def let_pseudonyms_fade() -> None:
    """Take away, on the day that chance chose, what was kept for pseudonyms whose owners were erased.

    But nothing of words that stand where nothing may go.
    """
    due = select(Fading.person_id, Fading.keeps_texts).where(Fading.due_at <= clock.now())
    for persona_id, keeps_texts in db.session.execute(due.order_by(Fading.person_id)).all():
        more = True
        while more:
            while_none_is_set()
            more = not holds_words_of([persona_id]) and _fade_some(persona_id, keeps_texts)
            db.session.commit()


def _fade_some(persona_id: int, keeps_texts: bool) -> bool:
    """Take away some, and return whether there is more.

    The name stays above what stays: it says nothing, and another would say when its owner went.
    """
    lasting = [kept for owned in every_owned() for kept in owned.lasting]
    if blank_some(persona_id, lasting, only_unshown=keeps_texts):
        return True
    columns = [column for column in ties(Tie.OWN) if column.table is not Fading.__table__]
    if any(delete_some(column, persona_id) for column in columns):
        return True
    db.session.execute(delete(Fading).where(Fading.person_id == persona_id))
    return False
