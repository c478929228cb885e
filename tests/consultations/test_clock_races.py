"""Two at once: of those who hand on the same lead, and of the same person's absences, one comes through."""

from hrcn_community.accounts.models import SiteRole, SpaceRole
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.consultations.actions.availability import AwayAlready, say_away
from hrcn_community.consultations.actions.leading import hand_lead_on
from hrcn_community.consultations.models import Absence, Case, NotFromHere
from hrcn_community.consultations.queries.cases import find_case
from hrcn_community.consultations.queries.people import ids_of
from hrcn_community.core import clock
from hrcn_community.core.db import db
from tests.racing import meanwhile, on_postgresql


def _by(person):
    return viewer_of(person.id)


@on_postgresql
def test_of_two_who_hand_on_the_same_lead_one_is_told_that_it_is_theirs_no_more(
    app, world, cast, story
):
    one, other = world.person("One", SiteRole.CORE), world.person("Other", SiteRole.CORE)
    story.ask()
    id_, ref = story.case.id, story.case.ref
    [lead_id] = world.ask(lambda: ids_of(db.session.get_one(Case, id_), SpaceRole.LEAD))
    lead = next(each for each in (one, other, cast.cleo) if each.id == lead_id)
    first, second = [each for each in (one, other, cast.cleo) if each.id != lead_id]

    def hand_to(person):
        by = _by(lead)
        case = find_case(ref, viewer=by)
        assert case
        hand_lead_on(case, person.id, "I am away.", by=by)

    refused = meanwhile(app, lambda: hand_to(first), lambda: hand_to(second))
    assert isinstance(refused, NotFromHere)
    leads = world.ask(lambda: ids_of(db.session.get_one(Case, id_), SpaceRole.LEAD))
    assert list(leads) == [first.id]


@on_postgresql
def test_the_same_days_are_said_once(app, world, cast):
    today, who = clock.now().date(), cast.dalia

    def say():
        say_away(today, today, by=_by(who))

    assert isinstance(meanwhile(app, say, say), AwayAlready)
    assert len(world.rows(Absence)) == 1
