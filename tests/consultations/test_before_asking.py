"""Before asking: what there is already, as far as who asks may read it."""

from hrcn_community.consultations.models import CaseDraft, Reuse
from tests.browsing import follow
from tests.factories import CONFIDENTIAL, NETWORK

ASKED = "May a city open empty gymnasiums as shelters in winter?"
LOOK = "/consultations/similar"


def test_what_may_answer_is_found_while_it_is_typed_and_by_a_button(world, cast, story):
    open_space = world.space(NETWORK, member=cast.ben)
    closed = world.space(CONFIDENTIAL, member=[cast.ben, cast.omar])
    thread = world.thread(open_space, cast.ben, title="Gymnasiums as winter shelters")
    hidden = world.thread(closed, cast.ben, title="Gymnasiums as secret shelters")
    story.until("delivered", tier="network", title="Empty gymnasiums", question=ASKED)
    answered = story.address
    story.address = ""
    story.ask(tier="network", title="Another of empty gymnasiums", question=ASKED)
    story.ask(tier="confidential", title="A closed one of gymnasiums", question=ASKED)
    browser = cast.omar.browser
    typed = browser.fragment(LOOK, question=ASKED)
    pressed = browser.post(LOOK, question=ASKED)
    for answer in (typed, pressed):
        assert answer.status_code == 200
        assert thread.address in answer.text
        assert answered in answer.text
        for unfit in (hidden.address, "Another of empty", "A closed one"):
            assert unfit not in answer.text
    assert "<html" not in typed.text
    assert ASKED in pressed.text
    assert "Nothing that you may read" in browser.post(LOOK, question="Zebra crossings?").text
    assert LOOK not in browser.fragment(LOOK, question=" ").text
    assert world.rows(CaseDraft) == []


def test_this_answers_me_ends_it_counts_once_and_keeps_no_word(world, cast, story):
    thread = world.thread(world.space(NETWORK), cast.ben, title="Gymnasiums as shelters")
    closed = world.space(CONFIDENTIAL, member=cast.ben)
    hidden = world.thread(closed, cast.ben, title="Gymnasiums as secret shelters")
    sent = {"by": thread.address, "question": ASKED, "form_token": "1234567890"}
    browser = cast.omar.browser
    first = browser.post("/consultations/reuses", sent)
    page = follow(browser, first)
    assert thread.address in page
    assert "Gymnasiums as shelters" in page
    assert ASKED not in page
    browser.post("/consultations/reuses", sent)
    (reuse,) = world.rows(Reuse)
    assert reuse.room == "discussions"
    assert {column.key for column in Reuse.__table__.columns} == {"id", "room", "reused_on"}
    for address in (hidden.address, "/threads/nowhere", "https://example.org", ""):
        assert browser.post("/consultations/reuses", by=address).status_code == 404
    assert browser.sees(f"/consultations/answered?by={hidden.address}") == 404
    assert cast.dalia.browser.post("/consultations/reuses", sent).status_code == 403
    assert len(world.rows(Reuse)) == 1
    begun = browser.post("/consultations/drafts", sent)  # they ask all the same, by the same form
    assert ASKED in follow(browser, begun)
