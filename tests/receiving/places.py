"""Conversations of other rooms that are answered by mail."""

from dataclasses import dataclass

from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.knowledge.actions.guidelines import Drafted, draft_guideline
from hrcn_community.knowledge.models import Clause
from hrcn_community.learning.models import Step
from tests.factories import NETWORK, Cast, World
from tests.learning.lessons import enrolled, publish


@dataclass(frozen=True)
class Place:
    conversation_id: int


def on_a_clause(world: World, cast: Cast) -> Place:
    told = Drafted("Housing", "What it says.", [("Warm", "Homes are warm.")])
    world.do(lambda: draft_guideline(told, by=viewer_of(cast.dalia.id)) and None)
    [clause] = world.rows(Clause)
    return Place(clause.comments_id)


def beside_a_step(world: World, cast: Cast) -> Place:
    module = publish(world, cast.dalia, visibility=NETWORK)
    enrolled(cast.ben, module)
    return Place(world.rows(Step, slug="work")[-1].discussion_id)
