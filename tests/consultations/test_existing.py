"""Answering a case with something published: what whoever asked cannot read is neither found nor taken."""

import pytest

from hrcn_community.audit.models import ReadEntry
from tests.factories import CONFIDENTIAL, NETWORK


def test_the_desk_finds_what_is_published_and_answers_with_it(world, cast, story):
    story.until("triage")
    thread = world.thread(world.space(NETWORK), cast.amina, title="Shelters run by [friends]")
    page = story.post(cast.chandra, "existing/search", q="shelters friends").text
    assert [r.person_id for r in world.rows(ReadEntry)] == [cast.chandra.id], "it names the case"
    assert f'value="{thread.address}"' in page
    in_address = cast.chandra.browser.page(f"{story.address}/existing?q=shelters+friends")
    assert thread.address not in in_address, "words stand in no address, so nobody sends them so"
    chosen = {"q": "shelters", "publication": thread.address, "reason": "It says *all* of it."}
    assert story.post(cast.chandra, "existing/answer", **chosen).status_code == 303
    assert story.case.state == "answered_by_existing"
    asker = story.page(cast.omar)
    assert "It says <em>all</em> of it." in asker
    assert f'href="{thread.address}"' in asker
    assert story.post(cast.chandra, "existing/answer", **chosen).status_code == 409


@pytest.mark.parametrize("sent_from", ["existing", "existing/search"])
def test_whoever_chooses_another_language_at_what_was_found_comes_back_to_a_page(
    cast, story, sent_from
):
    story.until("triage")
    chandra = cast.chandra.browser
    origin = {"Referer": f"http://localhost{story.address}/{sent_from}"}
    words = {"csrf_token": chandra.form_token(), "q": "shelters"}
    address = f"{story.address}/existing/search"
    found = chandra.client.post(address, data=words, headers=origin).text
    assert f'name="next" value="{story.address}/existing"' in found


def test_neither_what_is_closed_nor_what_is_nowhere_answers_a_case(world, cast, story, public):
    story.until("triage")
    inside = world.space(CONFIDENTIAL, facilitator=cast.chandra)
    closed = world.thread(inside, cast.chandra, title="Shelters in confidence")
    page = story.post(cast.chandra, "existing/search", q="shelters confidence").text
    assert 'value="shelters confidence"' in page
    assert closed.address not in page
    good = {"q": "shelters", "reason": "It fits."}
    for wrong in (closed.address, "/threads/nowhere", "https://else.example", story.address, ""):
        answer = story.post(cast.chandra, "existing/answer", **good, publication=wrong)
        assert answer.status_code == 422, wrong
    empty = story.post(cast.chandra, "existing/answer", publication=closed.address, reason=" ")
    assert (empty.status_code, "Say why" in empty.text) == (422, True)
    for browser, status in ((cast.omar.browser, 403), (cast.eve.browser, 404), (public, 404)):
        assert browser.sees(f"{story.address}/existing") == status
    assert [story.post(p, "existing/search", q="x").status_code for p in (cast.omar, cast.eve)] == [
        403,
        404,
    ]
    assert story.post(cast.omar, "existing/answer", **good).status_code == 403
    assert story.post(cast.eve, "existing/answer", **good).status_code == 404
    assert story.case.state == "triage"
