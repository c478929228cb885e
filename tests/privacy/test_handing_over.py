"""Before somebody goes: what hangs at them alone is offered, taken or not, and never left standing."""

from datetime import timedelta

from sqlalchemy import update

from hrcn_community.accounts.models import Membership, Person
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.notifications.models import Notice
from hrcn_community.privacy.handing_over import handover_owed
from hrcn_community.privacy.keeping_models import Handover
from hrcn_community.privacy.retention_chore import ask_successors
from tests.browsing import follow
from tests.factories import CONFIDENTIAL
from tests.racing import at_once
from tests.workshops.making import a_workshop

PAGE = "/settings/handover"


def roles(world, space, person) -> list[str]:
    return [row.role for row in world.rows(Membership, space_id=space.id, person_id=person.id)]


def test_a_space_is_offered_and_taken(world, cast, worker):
    space = world.space(CONFIDENTIAL, "The deep end", facilitator=cast.chandra, member=cast.amina)
    owed = world.ask(lambda: [str(duty) for duty in handover_owed(cast.chandra.id)])
    assert owed == ["A space that only you facilitate: The deep end"]
    chandra, amina = cast.chandra.browser, cast.amina.browser
    assert "/settings/handover" in chandra.post(f"/spaces/{space.slug}/membership/end").text
    assert "offered to Amina" in follow(
        chandra, chandra.post(f"{PAGE}/space/{space.id}", to="@Amina")
    )
    worker()
    assert "You are asked to take something over" in amina.page("/notifications")
    [made] = world.rows(Handover)
    assert cast.ben.browser.post(f"{PAGE}/offers/{made.ref}/acceptance").status_code == 404
    assert "The deep end" in follow(amina, amina.post(f"{PAGE}/offers/{made.ref}/acceptance"))
    assert roles(world, space, cast.amina) == ["facilitator"]
    assert roles(world, space, cast.chandra) == ["member"]
    assert amina.post(f"{PAGE}/offers/{made.ref}/acceptance").status_code == 409
    assert world.ask(lambda: handover_owed(cast.chandra.id)) == []
    assert chandra.post(f"/spaces/{space.slug}/membership/end").status_code == 303


def test_it_is_offered_only_to_whoever_may_take_it_and_only_by_whose_it_is(world, cast, public):
    space = world.space(CONFIDENTIAL, "The deep end", facilitator=cast.chandra, member=cast.amina)
    chandra = cast.chandra.browser
    for name in ("ben", "nobody-knows", "chandra", ""):
        answer = chandra.post(f"{PAGE}/space/{space.id}", to=name)
        assert answer.status_code == 422, name
        assert 'aria-invalid="true"' in answer.text
    for browser in (cast.amina.browser, cast.eve.browser, cast.cleo.browser):
        assert browser.post(f"{PAGE}/space/{space.id}", to="amina").status_code == 404
    assert chandra.post(f"{PAGE}/nothing/{space.id}", to="amina").status_code == 404
    assert public.post(f"{PAGE}/space/{space.id}", to="amina").status_code == 401
    assert world.rows(Handover) == []


def test_a_declined_offer_changes_nothing_and_an_older_one_ends_with_a_newer(
    world, cast, public, worker
):
    space = world.space(facilitator=cast.chandra, member=[cast.amina, cast.ben])
    chandra = cast.chandra.browser
    for name in ("amina", "ben"):
        chandra.post(f"{PAGE}/space/{space.id}", to=name)
    first, second = world.rows(Handover)
    for word in ("acceptance", "refusal"):
        late = cast.amina.browser.post(f"{PAGE}/offers/{first.ref}/{word}")
        assert late.status_code == 409
        assert "This offer stands no more." in late.text
    refusing = f"{PAGE}/offers/{second.ref}/refusal"
    for browser, status in ((public, 401), (cast.amina.browser, 404), (chandra, 404)):
        assert browser.post(refusing).status_code == status
    assert cast.ben.browser.post(f"{PAGE}/offers/0000000000/refusal").status_code == 404
    assert world.rows(Handover)[1].answered_at is None
    ben = cast.ben.browser
    assert "You have declined; they are told." in follow(ben, ben.post(refusing))
    again = ben.post(refusing)
    assert again.status_code == 409
    assert "This offer stands no more." in again.text
    assert len(world.rows(Entry, name="HandoverDeclined")) == 1
    worker()
    assert {row.kind for row in world.rows(Notice, person_id=cast.chandra.id)} == {
        "handover.declined"
    }
    assert roles(world, space, cast.chandra) == ["facilitator"]


def test_taken_and_declined_at_once_it_is_one_of_both(world, cast):
    space = world.space(facilitator=cast.chandra, member=cast.amina)
    cast.chandra.browser.post(f"{PAGE}/space/{space.id}", to="amina")
    [made] = world.rows(Handover)
    amina, token = cast.amina.browser, {"csrf_token": cast.amina.browser.form_token()}
    deeds = [
        lambda word=word: amina.client.post(f"{PAGE}/offers/{made.ref}/{word}", data=token)
        for word in ("acceptance", "refusal")
    ]
    assert sorted(answer.status_code for answer in at_once(deeds)) == [303, 409]
    [answered] = world.rows(Handover)
    assert answered.is_taken == (roles(world, space, cast.amina) == ["facilitator"])


def test_a_workshop_to_come_goes_to_somebody_who_may_host(world, cast):
    world.space(facilitator=cast.ben)
    called = a_workshop(world, cast.chandra, called_at=clock.now() - timedelta(days=1))
    chandra = cast.chandra.browser
    assert chandra.post(f"{PAGE}/workshop/{called.id}", to="amina").status_code == 422
    assert chandra.post(f"{PAGE}/workshop/{called.id}", to="ben").status_code == 303
    [made] = world.rows(Handover)
    follow(cast.ben.browser, cast.ben.browser.post(f"{PAGE}/offers/{made.ref}/acceptance"))
    room = called.row().room_space_id
    hosts = world.rows(Membership, space_id=room, role="host")
    assert [row.person_id for row in hosts] == [cast.ben.id]


def test_of_a_closed_space_that_nobody_runs_the_longest_standing_is_asked(app, world, cast, worker):
    space = world.space(CONFIDENTIAL, "Kanari", facilitator=cast.chandra, member=[cast.ben])
    later = world.space(facilitator=cast.chandra, name="Open house", member=cast.amina)
    gone = update(Person).where(Person.id == cast.chandra.id).values(standing="suspended")
    world.do(lambda: db.session.execute(gone))
    for _ in range(2):
        with app.app_context():
            ask_successors()
    worker()
    [made] = world.rows(Handover)
    assert (made.to_id, made.subject_id) == (cast.ben.id, space.id)
    page = cast.cleo.browser.page("/admin/handovers")
    assert f'/spaces/{later.slug}"' in page
    assert "Kanari" not in page
    assert cast.ben.browser.sees("/admin/handovers") == 403
    follow(cast.ben.browser, cast.ben.browser.post(f"{PAGE}/offers/{made.ref}/acceptance"))
    assert "facilitator" in roles(world, space, cast.ben)
