"""Writing a request step by step: kept, sealed, one's own, sent once."""

import re
from dataclasses import replace
from html import unescape

import pytest
from sqlalchemy import Text, select
from sqlalchemy import cast as cast_as

from hrcn_community.cli.sealing import reseal
from hrcn_community.consultations.actions.resealing import asking_opens
from hrcn_community.consultations.models import Case, CaseDraft, CaseOnBehalf
from hrcn_community.consultations.transitions import TIERS, Tier
from hrcn_community.core.db import db
from hrcn_community.core.sealing import unseal
from hrcn_community.privacy.models import Naming
from tests.browsing import follow
from tests.consultations.conftest import QUESTION
from tests.demonstration import SEALED
from tests.privacy.leaving import be_erased
from tests.racing import at_once

WHAT = {
    "title": "Rooms in private shelters",
    "question": "May a city ask for papers?",
    "context": "We were told that yes.",
    "tried": "",
    "sub_questions": "",
}
READERS = {"tier": "confidential", "shows_requester_as": "name"}


def begin(person, question="May a city ask for papers?"):
    answer = person.browser.post("/consultations/drafts", question=question)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].rpartition("/")[0]


def basis(page):
    found = re.search(r'name="basis" value="([^"]*)"', page)
    assert found
    return unescape(found[1])


def save(person, draft, step, fields, go="after", **more):
    page = person.browser.page(f"{draft}/{step}")
    sent = {**fields, "basis": basis(page), "go": go, **more}
    return person.browser.post(f"{draft}/{step}", sent)


def written(person, **readers):
    draft = begin(person)
    save(person, draft, "what", WHAT)
    save(person, draft, "readers", {**READERS, **readers})
    return draft


def test_a_request_is_written_in_steps_back_and_forth_and_sent_once(world, cast, story):
    omar = cast.omar
    draft = begin(omar)
    assert "May a city ask for papers?" in omar.browser.page(f"{draft}/what")
    for step, fields, onward in (
        ("what", {**WHAT, "title": ""}, "what?checked=1"),
        ("what", WHAT, "where"),
        ("where", {"themes": []}, "answer"),
        ("answer", {"wanted_form": "call", "answer_language": "de"}, "readers"),
        ("readers", {"shows_requester_as": "city"}, "readers?checked=1"),
    ):
        answer = save(omar, draft, step, fields)
        assert answer.headers["Location"] == f"{draft}/{onward}"
    assert "Choose who may read this." in omar.browser.page(f"{draft}/readers?checked=1")
    assert 'href="/consultations/drafts' in omar.browser.page(f"{draft}/review")
    assert ">Submit<" not in omar.browser.page(f"{draft}/review")
    assert omar.browser.post(f"{draft}/submission").headers["Location"] == f"{draft}/review"
    back = save(omar, draft, "readers", {**READERS, "shows_requester_as": "city"}, go="before")
    assert back.headers["Location"] == f"{draft}/answer"
    assert 'selected value="call"' in omar.browser.page(f"{draft}/answer")
    assert ">Submit<" in omar.browser.page(f"{draft}/review")
    first = omar.browser.post(f"{draft}/submission")
    again = omar.browser.post(f"{draft}/submission")
    assert first.status_code == again.status_code == 303
    assert first.headers["Location"] == again.headers["Location"]
    (case,) = world.rows(Case)
    assert (case.tier, case.shows_requester_as) == ("confidential", "city")
    assert (case.wanted_form, case.answer_language) == ("call", "de")
    assert "We were told that yes." in follow(omar.browser, first)
    assert world.rows(CaseDraft) == []


def test_what_is_written_lies_sealed_and_is_nobody_elses(world, cast, app):
    draft = written(cast.omar)
    (row,) = world.rows(CaseDraft)
    assert "papers" not in row.sealed
    with app.app_context():
        assert "papers" in unseal(row.sealed)
    assert "Rooms in private shelters" in cast.omar.browser.page("/consultations")
    for other in (cast.amina, cast.cleo, cast.chandra):
        assert "Rooms in private shelters" not in other.browser.page("/consultations")
        for page in ("", "/what", "/review"):
            assert other.browser.sees(f"{draft}{page}") == other.browser.sees(
                f"/consultations/drafts/0000000000{page}"
            )
        for deed in ("/what", "/neutral", "/submission", "/end"):
            assert other.browser.post(f"{draft}{deed}", WHAT).status_code == 404
    assert cast.dalia.browser.sees(f"{draft}/what") in (403, 404)
    assert world.rows(CaseDraft)[0].sealed == row.sealed
    assert cast.omar.browser.post(f"{draft}/end").status_code == 303
    assert world.rows(CaseDraft) == []
    assert cast.omar.browser.sees(f"{draft}/what") == 404


def test_with_another_key_the_house_does_not_start_and_all_is_sealed_anew(world, cast, app, story):
    draft = written(cast.omar)
    story.ask(by=cast.chandra, for_another="y", whom="Hana")
    [before] = world.rows(CaseDraft)
    newer = "bmV3ZXIga2V5IG5ld2VyIGtleSBuZXdlciBrZXkgbmU="
    app.config["SEALED_KEYS"] = [newer]
    assert not world.ask(asking_opens)
    app.config["SEALED_KEYS"] = [newer, SEALED]
    assert app.test_cli_runner().invoke(reseal).exit_code == 0
    app.config["SEALED_KEYS"] = [newer]
    assert world.ask(asking_opens)
    assert world.rows(CaseDraft)[0].sealed != before.sealed
    assert "We were told that yes." in cast.omar.browser.page(f"{draft}/what")
    assert "on behalf of Hana" in story.page(cast.chandra)
    app.config["SEALED_KEYS"] = [SEALED]


def test_two_tabs_are_told_apart_and_nothing_is_written_over(world, cast, app):
    omar = cast.omar
    draft = begin(omar)
    shown = omar.browser.page(f"{draft}/what")
    save(omar, draft, "what", WHAT)
    save(omar, draft, "where", {"stage": ""})  # another step of the same request is no other tab
    mine = {**WHAT, "context": "Written in the older tab.", "basis": basis(shown)}
    told = omar.browser.post(f"{draft}/what", {**mine, "autosave": "1"})
    assert (told.status_code, told.json) == (409, {"ahead": True})
    both = omar.browser.post(f"{draft}/what", mine)
    assert both.status_code == 409
    assert "Written in the older tab." in both.text
    assert "We were told that yes." in both.text
    again = omar.browser.post(f"{draft}/what", {**mine, "basis": basis(both.text)})
    assert again.headers["Location"] == f"{draft}/where"
    assert "Written in the older tab." in omar.browser.page(f"{draft}/what")
    saved = omar.browser.fragment(
        f"{draft}/what",
        {**WHAT, "basis": basis(omar.browser.page(f"{draft}/what")), "autosave": "1"},
    )
    assert saved.json == {"basis": basis(omar.browser.page(f"{draft}/what"))}


def test_sent_from_two_tabs_at_once_it_is_one_case_and_of_two_savings_one_is_told(
    world, cast, story
):
    draft, omar = written(cast.omar), cast.omar.browser
    shown = basis(omar.page(f"{draft}/where"))
    token = {"csrf_token": omar.form_token(), "autosave": "1", "basis": shown}
    saved = at_once(
        [
            lambda stage=stage: omar.client.post(f"{draft}/where", data={**token, "stage": stage})
            for stage in ("one", "another")
        ]
    )
    assert sorted(answer.status_code for answer in saved) == [200, 409]
    save(cast.omar, draft, "where", {"stage": ""})
    form = {"csrf_token": token["csrf_token"]}
    sent = at_once([lambda: omar.client.post(f"{draft}/submission", data=form)] * 2)
    assert [answer.status_code for answer in sent] == [303, 303]
    assert len({answer.headers["Location"] for answer in sent}) == 1
    assert len(world.rows(Case)) == 1


def test_whose_session_ended_is_asked_to_sign_in_and_loses_nothing(world, cast, public):
    draft = begin(cast.omar)
    answer = public.post(f"{draft}/what", {**WHAT, "basis": "x"})
    assert answer.status_code == 401
    assert "We were told that yes." in answer.text


def test_too_much_and_too_many_are_refused_in_words(world, cast):
    draft = begin(cast.omar)
    answer = save(cast.omar, draft, "what", {**WHAT, "context": "x" * 200_000})
    assert answer.status_code == 409
    assert "too much text" in answer.text
    for _ in range(19):
        begin(cast.omar)
    answer = cast.omar.browser.post("/consultations/drafts", question="One more?")
    assert answer.status_code == 409
    assert len(world.rows(CaseDraft)) == 20


def test_who_will_read_is_said_by_name_and_only_for_what_is_offered(cast, story, monkeypatch):
    cast.tomas.browser  # noqa: B018 - a second one in the core team
    draft = begin(cast.omar)
    page = cast.omar.browser.page(f"{draft}/readers")
    assert "of 2 people of the core team" in page
    for name in ("Chandra", "Cleo", "Tomas"):
        assert name in page
    save(cast.omar, draft, "readers", {**READERS, "exclude": "chandra"}, go="before")
    assert "Chandra" not in cast.omar.browser.page(f"{draft}/readers")
    sealed = page.partition("Sealed:")[2].partition("</ul>")[0]
    assert "Cleo" in sealed
    assert "consultation desk" not in sealed
    closed = {**TIERS, Tier.SEALED: replace(TIERS[Tier.SEALED], is_offered=False)}
    for place in ("forms.asking", "queries.readers"):
        monkeypatch.setattr(f"hrcn_community.consultations.{place}.TIERS", closed)
    assert "Sealed:" not in cast.omar.browser.page(f"{draft}/readers")


def test_likely_names_are_marked_and_replaced_where_somebody_ticks_them(world, cast, app):
    omar = cast.omar
    draft = begin(omar)
    text = "Anna Novak lives at 12 Old Mill Road. Write to anna@example.org."
    save(omar, draft, "what", {**WHAT, "context": text})
    assert "holds 3 passages" in omar.browser.page(f"{draft}/readers")
    page = omar.browser.page(f"{draft}/review")
    assert page.count("<mark") == 3
    shown = basis(page)
    sent = {"name": "context", "basis": shown, "take": ["0"]}
    assert omar.browser.post(f"{draft}/neutral", sent).status_code == 303
    omar.browser.post(f"{draft}/neutral", sent)  # pressed twice: the text is another one by now
    after = omar.browser.page(f"{draft}/what")
    assert "[a person] lives at 12 Old Mill Road. Write to anna@example.org." in after
    omar.browser.post(f"{draft}/neutral", {**sent, "name": "tier"})
    assert after.partition("<form")[2].count("[a person]") == 1


@pytest.mark.parametrize("who", ["chandra", "cleo"])
def test_facilitators_and_the_core_team_ask_on_behalf_and_are_shown_so(world, cast, story, who):
    cast.tomas.browser  # noqa: B018 - who leads must be another
    person = getattr(cast, who)
    somebody = world.person("Quokkina Vandermolen")
    whom = "The tenants of Block 5, with Quokkina Vandermolen"
    fields = {"for_another": "y", "whom": whom, "tier": "network"}
    draft = written(person, **fields)
    story.asker, story.address = person, ""
    answer = person.browser.post(f"{draft}/submission")
    assert "on behalf of The tenants of Block 5" in follow(person.browser, answer)
    address = answer.headers["Location"]
    assert "on behalf of The tenants of Block 5" in cast.eve.browser.page(address)
    raw = select(cast_as(CaseOnBehalf.whom, Text))
    assert "tenants" not in world.ask(lambda: db.session.scalar(raw))
    be_erased(somebody)
    page = cast.eve.browser.page(address)
    assert "on behalf of The tenants of Block 5, with" in page
    assert "Quokkina" not in page
    assert world.rows(Naming) == [], "nobody looks at it in passing"


def test_who_is_meant_is_hidden_as_the_asker_is_and_ordinary_members_ask_for_themselves(
    world, cast, story
):
    story.ask(by=cast.chandra, tier="network", for_another="y", whom="Hana", shows_requester_as="nothing")  # fmt: skip
    page = cast.eve.browser.page(story.address)
    assert "The asker, on behalf of somebody else" in page
    assert "Hana" not in page
    story.ask(by=cast.omar, for_another="y", whom="Hana")
    assert "on behalf" not in story.page(cast.omar)
    assert cast.dalia.browser.post("/consultations/drafts").status_code == 403
    assert cast.dalia.browser.post("/consultations", QUESTION).status_code == 403


def test_whether_others_may_learn_from_the_answer_is_asked_and_kept(world, cast, story):
    draft = written(cast.omar)
    assert "May others learn from the answer?" in cast.omar.browser.page(f"{draft}/readers")
    save(cast.omar, draft, "readers", {**READERS, "publication": "no"})
    cast.omar.browser.post(f"{draft}/submission")
    assert [case.publication_wish for case in world.rows(Case)] == ["no"]
