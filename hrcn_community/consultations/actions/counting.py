"""Keeping the figures of a quarter that is over."""

from hrcn_community.consultations.models.figures import QuarterFigures
from hrcn_community.consultations.queries.figures import figures_of
from hrcn_community.consultations.queries.quarters import begin_of_quarter, plain
from hrcn_community.core.db import db
from hrcn_community.core.upsert import insert_or_ignore


def keep_quarter() -> None:
    """Keep the figures of the last quarter, once; read or not, they are what is shown of it from now on."""
    until = begin_of_quarter()
    if not db.session.get(QuarterFigures, until):
        insert_or_ignore(QuarterFigures, until=until, shown=plain(figures_of(until)))
