"""A decision about a profile: its words are kept from everybody else, or taken out, and given back."""

import pytest

from hrcn_community.accounts.models import Affiliation, Person, PersonTerm
from hrcn_community.core.db import db
from hrcn_community.moderation.models import LogEntry
from hrcn_community.notifications.models import Notice
from hrcn_community.register.models import Organisation, Term
from tests.browsing import follow
from tests.moderation.noticing import (
    ask_appeal,
    decide,
    give_notice,
    the_decision,
    the_matter,
)
from tests.racing import at_once

SAID = ("kanari-line", "kanari-story", "kanari-office", "Kanari theme")


@pytest.fixture
def lena(world):
    """Somebody who says something bad in each part of a profile that everybody may read."""
    parts = ("headline", "bio", "expertise", "former", "organisation")
    shown = {f"shows_{part}": "everyone" for part in parts}
    words = {"headline": SAID[0], "bio": SAID[1], "bio_html": f"<p>{SAID[1]}</p>"}
    person = world.person("Lena", has_public_page=True, **words, **shown)

    def add() -> None:
        term = Term(vocabulary="themes", slug="kanari", name=SAID[3], position=0)
        place = Organisation(slug="here", name="Here and now", kind="other")
        db.session.add_all([term, place])
        db.session.flush()
        db.session.get_one(Person, person.id).organisation_id = place.id
        db.session.add(PersonTerm(person_id=person.id, term_id=term.id))
        at = {"person_id": person.id, "organisation_id": place.id, "as_what": SAID[2]}
        db.session.add(Affiliation(**at))

    world.do(add)
    return person


def heard_by(browser) -> list[str]:
    """Return what of the words somebody meets: on the page, in the directory, by search, at its house."""
    pages = ("/people/lena", "/people", "/people?expertise=kanari", "/search?q=kanari")
    answers = [browser.get(page, follow_redirects=True).text for page in pages]
    text = "".join(answer.partition("<main")[2] for answer in answers)
    text += browser.page("/organisations/here")
    return [word for word in SAID[:3] if word in text]


def hidden(world, cast, lena, measure: str = "hide"):
    give_notice(cast.ben.browser, "/people/lena")
    matter = the_matter(world)
    assert decide(cast.cleo, matter, measure=measure).status_code == 303
    return matter


def test_hidden_it_is_absent_for_everybody_else_and_its_owner_is_told_why(
    world, cast, lena, public, worker, mailbox
):
    assert len(heard_by(cast.ben.browser)) == 3
    matter = hidden(world, cast, lena)
    for browser in (cast.ben.browser, cast.cleo.browser, cast.chandra.browser):
        assert heard_by(browser) == []
        assert "Lena" in browser.page("/people/lena")
    found = cast.ben.browser.page("/people?expertise=kanari").partition("<main")[2]
    assert "/people/lena" not in found
    assert not any(word in public.get("/people/lena").text for word in SAID)
    own = lena.browser.page("/people/lena") + lena.browser.page("/settings")
    assert all(word in own for word in SAID)
    assert "A decision hides it." in own
    worker()
    assert not any(word in mail for mail in mailbox() for word in SAID)
    [told] = world.rows(Notice, person_id=lena.id, kind="moderation.decided")
    assert "hidden from everybody else" in lena.browser.page(told.address)
    save = {"name": "Lena", "headline": SAID[0], "bio": SAID[1], "locale": "en", "theme": ""}
    save |= {"timezone": "Europe/Brussels", "organisation": "", "as_what": ""}
    lena.browser.post("/settings", save)
    assert heard_by(cast.ben.browser) == []  # written anew, it stays hidden
    where = f"/moderation/matters/{matter.ref}/decision/end"
    for who, code in ((cast.chandra, 404), (cast.ben, 404), (lena, 404)):
        assert who.browser.post(where).status_code == code
    assert public.post(where).status_code == 401
    browsers = {each: each.form_token() for each in (cast.cleo.browser, cast.tomas.browser)}
    answers = at_once(
        [
            lambda b=browser, t=token: b.client.post(where, data={"csrf_token": t})
            for browser, token in browsers.items()
        ]
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert SAID[0] in heard_by(cast.ben.browser)
    assert "undone" in [entry.entered for entry in world.rows(LogEntry)]


def test_removed_it_is_gone_for_its_owner_too_and_an_appeal_brings_it_back(
    world, cast, lena, worker
):
    matter = hidden(world, cast, lena, "remove")
    assert heard_by(cast.ben.browser) == []
    assert not any(word in lena.browser.page("/settings") for word in SAID[:3])
    where = f"/moderation/matters/{matter.ref}/decision/end"
    assert cast.tomas.browser.post(where).status_code == 409
    decision = the_decision(world)
    assert SAID[1] in lena.browser.page(f"/moderation/statements/{decision.ref}")
    assert SAID[1] not in cast.cleo.browser.page(f"/moderation/statements/{decision.ref}")
    assert ask_appeal(lena.browser, decision.ref).status_code == 303
    tomas = cast.tomas.browser
    ref = tomas.page("/moderation").split("/moderation/appeals/")[1].split('"')[0]
    said = {"outcome": "reversed", "answer": "She quoted it."}
    follow(tomas, tomas.post(f"/moderation/appeals/{ref}/decision", said))
    assert heard_by(cast.ben.browser) == list(SAID[:3])
    assert world.rows(PersonTerm, person_id=lena.id)


def test_a_label_is_for_posts_alone(world, cast, lena):
    give_notice(cast.ben.browser, "/people/lena")
    answer = decide(cast.cleo, the_matter(world), measure="label", label="disputed", facts="Kept")
    assert answer.status_code == 422
    assert "Kept" in answer.text
    assert the_matter(world).decided_at is None
