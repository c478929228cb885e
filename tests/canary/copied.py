"""A copy of a confidential answer on its way to the public: until it is there, it is as closed as its case."""

from dataclasses import replace

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.actions.consenting import decline
from hrcn_community.consultations.actions.publishing import (
    Redaction,
    hand_on,
    propose_copy,
    redact,
)
from hrcn_community.consultations.models import Case
from hrcn_community.consultations.models.publication import CasePublication
from hrcn_community.consultations.queries.cases import find_case
from hrcn_community.consultations.queries.publishing import copy_of
from tests.canary.planters import House, there


def plant_a_copy_that_is_not_public(house: House) -> None:
    """Its words, what stays in it and why, and why who asked did not agree."""
    cast = house.cast
    [ref] = [case.ref for case in house.world.rows(Case) if case.answer_post_id]
    said = Redaction(
        title=house.secret("title of a copy"),
        question=house.secret("question of a copy"),
        answer=f"{house.secret('answer of a copy')} of 3 May 2025",
        language="en",
        term_ids=(),
        replace={},
        keep={"3 May 2025": house.secret("why a date stays")},
    )

    def found(viewer: Viewer) -> tuple[CasePublication, Case]:
        case = there(find_case(ref, viewer=viewer))
        return there(copy_of(case)), case

    def change(viewer: Viewer) -> None:
        copy, case = found(viewer)
        first = replace(said, answer=house.never("former answer of a copy"))
        redact(copy, case, first, over=1, by=viewer)
        redact(copy, case, said, over=2, by=viewer)
        hand_on(copy, case, by=viewer)

    house.act(cast.ines, lambda v: propose_copy(there(find_case(ref, viewer=v)), by=v).id)
    house.act(cast.ruth, change)
    reason = house.secret("why somebody does not agree")
    house.act(cast.ben, lambda viewer: decline(found(viewer)[0], reason, by=viewer))
