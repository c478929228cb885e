"""The table: every state and every deed."""

import pytest

from hrcn_community.access.table import TABLE
from hrcn_community.consultations.models import Case, NotFromHere, ReasonMissing
from hrcn_community.consultations.transitions import (
    BEFORE_DELIVERY,
    TIERS,
    TRANSITIONS,
    Deed,
    State,
    Tier,
)
from hrcn_community.spaces.models import Visibility


def _before(state, deed):
    """Return a case in which `deed` is possible, if it is in the table: a correction needs an answer."""
    return Case(state=state, answer_post_id=1 if deed == Deed.DROP else None)


@pytest.mark.parametrize("state", State)
def test_a_deed_leads_where_the_table_says_and_nowhere_else(state):
    for deed in Deed:
        case, step = _before(state, deed), TRANSITIONS.get((state, deed))
        if step is None:
            with pytest.raises(NotFromHere):
                case.move(deed, "because")
            assert case.state == state
        else:
            assert case.move(deed, "because").to == case.state == step.to


def test_a_step_that_needs_a_reason_is_refused_without_one():
    for (state, deed), step in TRANSITIONS.items():
        case = _before(state, deed)
        if step.needs_reason:
            with pytest.raises(ReasonMissing):
                case.move(deed, "  ")
            assert case.state == state
        else:
            case.move(deed)


def test_every_decline_recusal_and_closing_needs_a_reason():
    grave = {Deed.DECLINE, Deed.RECUSE, Deed.DECLARE_CONFLICT, Deed.CLOSE, Deed.RESCIND}
    assert all(step.needs_reason for (_, deed), step in TRANSITIONS.items() if deed in grave)


def test_every_step_names_a_permission_that_the_table_of_rights_holds():
    clock = [way for way, step in TRANSITIONS.items() if step.permission is None]
    assert clock == [(State.CLOSED, Deed.FOLLOW_UP)]
    assert all(step.permission in TABLE for way, step in TRANSITIONS.items() if way not in clock)


def test_every_state_can_be_reached_and_only_ends_lead_nowhere():
    reached = {step.to for step in TRANSITIONS.values()} | {State.DRAFT}
    assert reached == set(State)
    ends = set(State) - {state for state, _ in TRANSITIONS}
    assert ends == {
        State.DECLINED,
        State.ANSWERED_BY_EXISTING,
        State.EVALUATED,
        State.WITHDRAWN,
    }


def test_the_asker_may_withdraw_until_the_answer_is_delivered_and_not_after():
    assert {state for state, deed in TRANSITIONS if deed == Deed.WITHDRAW} == set(BEFORE_DELIVERY)
    assert State.DELIVERED not in BEFORE_DELIVERY


def test_sealed_cases_are_offered_without_triagers():
    sealed = TIERS[Tier.SEALED]
    assert (sealed.visibility, sealed.is_offered) == (Visibility.CONFIDENTIAL, True)
    assert not sealed.has_triagers
    assert sealed.lead_at_once
