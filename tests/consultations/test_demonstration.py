"""Whoever looks at the demonstration community finds a case wherever one can stand."""

from sqlalchemy import func, select

from hrcn_community.consultations.models import Case, CaseDraft
from hrcn_community.consultations.models.publication import CasePublication
from hrcn_community.consultations.transitions import State, Tier
from hrcn_community.core.db import db
from tests.demonstration import house_in, put_demonstration


def test_there_is_a_case_in_every_state_and_of_every_tier(tmp_path, tmp_path_factory):
    put_demonstration(tmp_path, tmp_path_factory)
    app = house_in(tmp_path)
    with app.app_context():
        states = set(db.session.scalars(select(Case.state)))
        tiers = set(db.session.scalars(select(Case.tier)))
        begun = db.session.scalar(select(func.count()).select_from(CaseDraft))
        copies = set(db.session.scalars(select(CasePublication.state)))
        db.session.remove()
        db.engine.dispose()
    assert states == set(State) - {State.DRAFT}
    assert begun, "what is not sent yet is a draft of its own, and no case"
    assert tiers == set(Tier)
    assert {"published", "redacted"} <= copies
