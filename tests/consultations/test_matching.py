"""Who fits a case: the score with its reasons, who is left out and why, and to whom that is told."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from hrcn_community.accounts.models import Affiliation, Membership, Person, PersonTerm, SiteRole
from hrcn_community.consultations.matching import Expert, Wanted, rank
from hrcn_community.consultations.models import AdvisorCountry, CaseInvitation, InvitationTime
from hrcn_community.core.db import db
from hrcn_community.register.models import City, Organisation, Term
from tests.counting import count_queries

TODAY = datetime.now(UTC).date()
FITTING = {
    "term_ids": frozenset({1, 2}),
    "term_names": {1: "Housing", 2: "Shelter"},
    "languages": frozenset({"en"}),
    "countries": frozenset({"AT"}),
}


def _expert(id_=1, **more):
    return Expert(id=id_, name=f"Expert {id_}", handle=f"e{id_}", **more)


def test_whoever_fits_wholly_has_a_hundred_points_and_each_part_its_sentence(app):
    wanted = Wanted(frozenset({1, 2}), "en", "AT")
    best = _expert(answered=2, days_to_answer=1.0, **FITTING)
    with app.test_request_context():
        [match] = rank(wanted, [best]).matches
        assert match.points == 100
        assert [str(reason.words) for reason in match.reasons] == [
            "Knows about: Housing, Shelter.",
            "Writes the language of the answer.",
            "Says that they know the law of its country.",
            "Works on no other case.",
            "Answered every invitation, within a few days.",
        ]
    assert sum(reason.most for reason in match.reasons) == 100


def test_each_thing_that_speaks_against_somebody_costs_points():
    wanted = Wanted(frozenset({1, 2}), "en", "AT")
    good = FITTING | {"answered": 2, "days_to_answer": 1.0}
    worse = (
        {"term_ids": frozenset({1})},
        {"term_ids": frozenset()},
        {"languages": frozenset({"de"})},
        {"countries": frozenset(), "home": "AT"},
        {"countries": frozenset()},
        {"open_cases": 1},
        {"open_cases": 9},
        {"lapsed": 1},
        {"answered": 0},
        {"days_to_answer": 9.0},
    )
    for n, less in enumerate(worse, 2):
        ranking = rank(wanted, [_expert(n, **(good | less)), _expert(1, **good)])
        assert [m.expert.id for m in ranking.matches] == [1, n], less
        assert 0 <= ranking.matches[1].points < 100


@pytest.mark.parametrize(
    "fact",
    [
        {"part": "conflict"},
        {"part": "recused"},
        {"part": "invited"},
        {"is_inside": True},
        {"is_excluded": True},
        {"is_close": True},
        {"cools_off": True},
        {"is_away": True},
        {"is_kept_out": True},
    ],
    ids=str,
)
def test_whoever_cannot_be_asked_is_left_out_with_a_sentence(app, fact):
    ranking = rank(Wanted(frozenset(), "en"), [_expert(**fact)])
    assert ranking.matches == []
    with app.test_request_context():
        assert str(ranking.left_out[0].words).endswith(".")


def test_the_lead_reads_reasons_and_invites_from_the_list(world, cast, story):
    story.until("matching", city="graz", answer_language="de")
    world.do(lambda: _know(cast.ruth.id, "de", "NL"))
    page = cast.cleo.browser.page(f"{story.address}/experts")
    assert page.index("Ruth") < page.index("Dalia")
    assert "Says that they know the law of its country." in page
    assert "General declaration valid until" in page
    assert "Invite Ruth" in page
    desk = cast.chandra.browser.page(f"{story.address}/experts")
    assert "General declaration valid" not in desk
    assert "Propose Ruth" in desk
    story.done(cast.cleo, "invitation", handle="ruth", role="advisor")
    assert "Is invited and has not answered yet." in cast.cleo.browser.page(
        f"{story.address}/experts"
    )
    for who, status in ((cast.omar, 403), (cast.dalia, 404), (cast.ruth, 404), (cast.eve, 404)):
        assert who.browser.sees(f"{story.address}/experts") == status


def test_a_conflict_is_named_and_never_told(cast, story):
    story.until("invited")
    story.done(cast.dalia, "declaration", declaration="conflict", text="Zaunkoenig is my aunt.")
    page = cast.chandra.browser.page(f"{story.address}/experts")
    assert "Declared a conflict." in page
    assert "Zaunkoenig" not in page


@pytest.mark.parametrize("shows", ["name", "nothing"])
def test_who_left_the_city_or_belongs_to_the_organisation_that_asks_stays_out(
    world, cast, story, shows
):
    story.until("matching", city="graz", shows_requester_as=shows)
    world.do(lambda: _belong(cast.dalia.id, cast.ruth.id, cast.omar.id, days=700))
    lead = cast.cleo.browser.page(f"{story.address}/experts")
    assert "Cooling-off: belonged to the city" in lead
    assert "Belongs to the city or the organisation that asks." in lead
    desk = cast.chandra.browser.page(f"{story.address}/experts")
    assert ("Cooling-off" in desk) is (shows == "name")
    assert ("Cannot be asked here; the lead of the case sees why." in desk) is (shows != "name")
    for handle in ("dalia", "ruth"):
        for who in (cast.cleo, cast.chandra):
            answer = story.post(who, "invitation", handle=handle, role="advisor")
            assert answer.status_code == 409, handle
    assert world.rows(CaseInvitation) == []
    world.do(lambda: _belong(cast.dalia.id, days=740))
    story.done(cast.cleo, "invitation", handle="dalia", role="advisor")


@pytest.mark.parametrize("shows", ["name", "nothing"])
def test_that_an_advisor_asks_is_told_to_nobody_from_whom_they_hide(world, cast, story, shows):
    story.until("matching", shows_requester_as=shows)
    world.do(lambda: _ask_in_place_of(story.case.asking_space_id, cast.omar.id, cast.ruth.id))
    is_named = shows == "name"
    for who, knows in ((cast.cleo, True), (cast.chandra, is_named)):
        page = who.browser.page(f"{story.address}/experts")
        assert ("Has a part in this case already." in page) is knows
        assert ("the lead of the case sees why" in page) is not knows
        assert 'value="ruth"' not in story.page(who), "nor is whoever is too close, without a word"
        assert story.post(who, "invitation", handle="ruth", role="advisor").status_code == 409


def test_what_somebody_hides_of_their_profile_is_no_reason(world, cast, story):
    story.until("matching", city="graz")
    world.do(lambda: _know(cast.dalia.id, "en", "", shows_city="nobody", city="Vienna"))
    assert "Lives in its country." not in cast.cleo.browser.page(f"{story.address}/experts")
    world.do(lambda: _know(cast.dalia.id, "en", "", shows_city="members", city="Vienna"))
    assert "Lives in its country." in cast.cleo.browser.page(f"{story.address}/experts")


def test_the_list_asks_as_often_for_many_as_for_few(app, world, cast, story):
    story.until("matching")
    cast.cleo.browser.page(f"{story.address}/experts")
    with count_queries(app) as few:
        cast.cleo.browser.page(f"{story.address}/experts")
    for n in range(12):
        world.person(f"Advisor {n}", SiteRole.ADVISOR, "Vienna")
    with count_queries(app) as many:
        page = cast.cleo.browser.page(f"{story.address}/experts")
    assert page.count("of 100 points") == 14
    assert len(many) == len(few)


def test_an_advisor_says_what_they_are_found_by(world, cast):
    world.do(_terms)
    world.person("Somebody of Graz", city="Graz")
    dalia = cast.dalia.browser
    fields = {"expertise": ["housing"], "languages": ["de", "en"], "countries": ["NL"]}
    assert dalia.post("/consultations/expertise", fields).status_code == 303
    assert [row.country for row in world.rows(AdvisorCountry)] == ["NL"]
    assert world.rows(Person, id=cast.dalia.id)[0].languages == ["de", "en"]
    assert len(world.rows(PersonTerm, person_id=cast.dalia.id)) == 1
    assert "checked" in dalia.page("/consultations/expertise")
    wrong = dalia.post("/consultations/expertise", {"countries": ["XX"]})
    assert wrong.status_code == 422
    assert len(world.rows(AdvisorCountry)) == 1
    for who in (cast.omar, cast.eve, cast.cleo):
        assert who.browser.sees("/consultations/expertise") == 403
        assert who.browser.post("/consultations/expertise", fields).status_code == 403
    assert len(world.rows(AdvisorCountry)) == 1


def test_how_somebody_answered_counts_the_next_time(world, cast, story):
    story.until("invited")
    story.done(cast.dalia, "recusal", reason="No time this month.")
    [time] = world.rows(InvitationTime)
    assert time.outcome == "declined"
    page = cast.cleo.browser.page(f"{story.address}/experts")
    assert "Answered every invitation, within a few days." in page
    assert "had no time" in page
    story.done(cast.cleo, "invitation", handle="dalia", role="advisor")


def _know(person_id, language, country, **more):
    person = db.session.get_one(Person, person_id)
    person.languages = [language]
    if city := more.pop("city", ""):
        found = db.session.query(City).filter_by(name=city).first()
        if found is None:
            found = City(slug=city.lower(), name=city, country="NL")
            db.session.add(found)
            db.session.flush()
        person.city_id = found.id
    for name, value in more.items():
        setattr(person, name, value)
    if country:
        db.session.add(AdvisorCountry(person_id=person_id, country=country))


def _belong(former_id, present_id=None, asker_id=None, *, days):
    """Let one have left Graz so many days ago, and another belong to the organisation of who asks."""
    graz = db.session.query(City).filter_by(slug="graz").one()
    db.session.query(Affiliation).filter_by(person_id=former_id).delete()
    until = TODAY - timedelta(days=days)
    db.session.add(Affiliation(person_id=former_id, city_id=graz.id, until=until))
    if present_id:
        house = Organisation(slug="house", name="A house", kind="ngo")
        db.session.add(house)
        db.session.flush()
        db.session.get_one(Person, asker_id).organisation_id = house.id
        db.session.get_one(Person, present_id).organisation_id = house.id


def _terms():
    db.session.add(Term(vocabulary="themes", slug="housing", name="Housing", position=1))


def _ask_in_place_of(space_id, former_id, person_id):
    mine = Membership.space_id == space_id, Membership.person_id == former_id
    db.session.execute(update(Membership).where(*mine).values(person_id=person_id))
