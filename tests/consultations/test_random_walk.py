"""Anybody does anything, in any order: what DOMAIN promises of a case holds after every step."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from hrcn_community.consultations.models import Case
from hrcn_community.consultations.transitions import TRANSITIONS, Deed, State
from hrcn_community.core.db import db
from tests.addresses import WHOLE
from tests.consultations.walking import ANYTHING, BODY, ENDS, REASON, Walk, likely

# A step costs as much as two pages; `make prove` walks farther.
WALKS, STEPS = (200, 60) if WHOLE else (5, 36)
pytestmark = pytest.mark.timeout(1200 if WHOLE else 120)
moves = st.tuples(
    st.integers(0, 5), st.integers(0, 999), st.integers(0, 999)
)  # is it likely, who, and what


@settings(
    max_examples=WALKS,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    database=None,
    phases=[Phase.generate],  # a shorter walk is seldom easier to read, and takes minutes to find
)
@given(
    tier=st.sampled_from(["open", "network", "confidential", "sealed"]),
    steps=st.lists(moves, min_size=STEPS, max_size=STEPS),
)
def test_whatever_anybody_does_everything_holds(story, proved, tier, steps):
    walk = Walk(story, tier)
    people = list(story.handles)
    for chance, who, what in steps:
        if chance:
            now = likely(walk.seen["state"], **walk.parts())
            walk.step(*now[what % len(now)])
        else:
            path, fields = ANYTHING[what % len(ANYTHING)]
            if path not in ENDS or what % 7 == 0:
                walk.step(people[who % len(people)], path, fields)
    walk.close()


# Who would do a deed if it could be done, where, with what.
BY = {
    Deed.TAKE_UP: ("chandra", "triage", {}),
    Deed.ASK_FOR_MORE: ("chandra", "needs-info", BODY),
    Deed.INFORM: ("omar", "information", BODY),
    Deed.DECLINE: ("chandra", "decline", REASON),
    Deed.POINT_TO_EXISTING: ("chandra", "existing", REASON),
    Deed.SCOPE: ("chandra", "scope", BODY),
    Deed.CONFIRM_SCOPE: ("omar", "scope/confirmation", {}),
    Deed.QUESTION_SCOPE: ("omar", "scope/objection", REASON),
    Deed.PROPOSE: ("chandra", "invitation", {"handle": "alma", "role": "advisor"}),
    Deed.INVITE: ("cleo", "invitation", {"handle": "alma", "role": "advisor"}),
    Deed.RESCIND: ("cleo", "invitation/end", REASON),
    Deed.RECUSE: ("dalia", "recusal", REASON),
    Deed.DRAFT: ("dalia", "drafts", {"body": "Another answer.", "revision": "1"}),
    Deed.ASK_REQUESTER: ("dalia", "questions", BODY),
    Deed.REQUEST_REVIEW: ("dalia", "review-request", {}),
    Deed.APPROVE: ("ruth", "reviews", {"verdict": "approve"}),
    Deed.REQUEST_CHANGES: ("ruth", "reviews", {"verdict": "changes", "body": "Change it."}),
    Deed.SIGN: ("cleo", "signature", {}),
    Deed.SEND_BACK: ("cleo", "signature/refusal", REASON),
    Deed.DELIVER: ("cleo", "delivery", {}),
    Deed.ASK_CLARIFICATION: ("omar", "clarifications", BODY),
    Deed.CLARIFY: ("dalia", "clarifications/answer", BODY),
    Deed.CLOSE: ("omar", "closure", REASON),
    Deed.REOPEN: ("omar", "closure/end", REASON),
    Deed.CORRECT: ("dalia", "errata", REASON),
    Deed.DROP: ("cleo", "errata/end", REASON),
    Deed.WITHDRAW: ("omar", "withdrawal", {}),
}


BESIDE = State.INVITED, Deed.INVITE  # several can be asked at once; the case stays where it is


def test_what_no_table_holds_is_refused_in_words_wherever_a_case_stands(story, world):
    """By whoever would do it: the state is in the way, not the right."""
    story.until("peer_review")
    case_id = story.case.id
    for state in State:
        _put(world, case_id, state)
        for deed, (who, path, fields) in BY.items():
            if (state, deed) in {*TRANSITIONS, BESIDE}:
                continue
            answer = story.post(story.who(who), path, **fields)
            assert answer.status_code == 409, f"{deed} from {state}: {answer.status_code}"
            assert "as it stands now" in answer.text, deed
            assert story.case.state == state


def _put(world, case_id: int, state: State) -> None:
    world.do(lambda: db.session.execute(update(Case).filter_by(id=case_id).values(state=state)))
