"""Who reads a case, what the log keeps of it, and making the circle smaller."""

from contextlib import contextmanager

import pytest
from sqlalchemy.exc import OperationalError

from hrcn_community.audit import actions as audit
from hrcn_community.audit.models import ReadEntry
from hrcn_community.consultations.queries import waiting
from hrcn_community.conversations.models import Post
from hrcn_community.spaces.models import Space
from tests.browsing import follow
from tests.discussions.masks import a_masking_space, reply_masked


def test_everybody_inside_reads_and_the_asker_sees_who_did(world, cast, story):
    story.until("drafting")
    for person in (cast.chandra, cast.cleo, cast.dalia):
        story.page(person)
    page = story.page(cast.omar)
    read = page.partition("Who has read it")[2].partition("The way so far")[0]
    for name in ("Chandra", "Cleo", "Dalia"):
        assert name in read
    assert "Who has read it" not in story.page(cast.cleo)


def test_who_makes_the_circle_smaller_reads_before_by_name_who_will_read_then(cast, story):
    story.until("drafting", tier="network", exclude=cast.ines.handle)
    form = story.page(cast.omar).partition("Make the circle of readers smaller")[2]
    confidential, _, sealed = form.partition("</form>")[0].partition('value="sealed"')
    assert "The consultation desk: Chandra." in confidential
    assert "Chandra" not in sealed
    for tier in (confidential, sealed):
        assert "Your lead, of the core team: Cleo." in tier
        assert "Who advises or reviews now: Dalia." in tier
        assert "Ines" not in tier


def test_the_read_log_holds_every_opening_and_nothing_else(world, cast, story):
    story.ask()
    before = len(world.rows(ReadEntry))
    story.page(cast.cleo)
    cast.eve.browser.get(story.address)
    assert len(world.rows(ReadEntry)) == before + 1


def test_whoever_reads_the_history_of_a_text_is_logged_too(world, cast, story):
    story.ask()
    before = len(world.rows(ReadEntry))
    post = world.rows(Post, conversation_id=story.case.conversation_id, number=1)[0]
    assert "May a city" in cast.cleo.browser.page(f"/posts/{post.ref}/history")
    assert len(world.rows(ReadEntry)) == before + 1


def test_every_page_that_shows_words_of_a_case_is_logged(world, cast, story):
    story.ask()
    ref = world.rows(Post, conversation_id=story.case.conversation_id, number=1)[0].ref
    before = len(world.rows(ReadEntry))
    for page in ("quotation", "quotes", "translations/new"):
        cast.cleo.browser.page(f"/posts/{ref}/{page}")
    assert len(world.rows(ReadEntry)) == before + 3


def test_a_masked_deed_elsewhere_is_no_way_to_read_a_case_unseen(world, cast, story):
    story.ask(by=cast.amina)
    masks = a_masking_space(world, cast.amina, cast.ben)
    follow(cast.amina.browser, reply_masked(cast.amina, world.thread(masks, cast.ben)))
    before = len(world.rows(ReadEntry))
    story.page(cast.amina)
    assert len(world.rows(ReadEntry)) == before + 1


def test_what_cannot_be_logged_is_not_shown(cast, story, monkeypatch):
    story.ask()
    browser = cast.cleo.browser

    @contextmanager
    def broken():
        raise OperationalError("insert", {}, Exception("disk gone"))
        yield

    monkeypatch.setattr(audit, "mark", broken)
    answer = browser.get(story.address)
    assert answer.status_code == 503
    assert "Rooms in private shelters" not in answer.text


def test_a_network_case_is_not_logged(world, cast, story):
    story.ask(tier="network")
    story.page(cast.eve)
    assert world.rows(ReadEntry) == []


def test_the_reference_may_be_written_small(cast, story):
    story.ask()
    small = story.address.replace("/C-", "/c-").lower()
    assert cast.omar.browser.sees(small) == 200


def test_the_title_of_the_window_bears_the_reference_alone(cast, story):
    story.ask()
    title = story.page(cast.omar).partition("<title>")[2].partition("</title>")[0]
    assert story.case.ref in title
    assert "shelters" not in title


def test_invisible_and_unknown_are_the_same_page(cast, story, public):
    story.ask()
    for browser in (cast.eve.browser, cast.dalia.browser, cast.tomas.browser, public):
        for more in ("", "/work", "/invitation"):
            there = browser.get(f"{story.address}{more}")
            nowhere = browser.get(f"/consultations/C-00000000{more}")
            assert there.status_code == nowhere.status_code
            assert there.status_code in {404, 401}
            assert len(there.data) == len(nowhere.data)


def test_the_asker_tightens_alone_and_never_loosens(cast, story, public):
    story.until("drafting", tier="open")
    assert public.sees(story.address) == 200
    story.done(cast.omar, "tier", tier="network")
    assert public.sees(story.address) == 404
    assert cast.eve.browser.sees(story.address) == 200
    story.done(cast.omar, "tier", tier="confidential")
    assert cast.eve.browser.sees(story.address) == 404
    for person in (cast.omar, cast.cleo, cast.dalia, cast.chandra):
        assert person.browser.sees(story.address) == 200
    assert story.post(cast.omar, "tier", tier="network").status_code == 409
    assert story.case.tier == "confidential"


def test_a_tightened_question_that_nobody_took_up_has_a_lead(cast, story):
    story.ask(tier="network")
    story.done(cast.omar, "tier", tier="confidential")
    assert cast.cleo.browser.sees(story.address) == 200


def test_only_the_deeds_of_this_person_at_this_moment_are_offered(cast, story):
    story.until("triage")
    desk, asker = story.page(cast.chandra), story.page(cast.omar)
    assert "/needs-info" in desk
    assert f"{story.address}/drafts" not in desk
    assert "/needs-info" not in asker
    assert "/withdrawal" in asker
    assert "You have the next move." in desk


def test_the_desk_names_a_lead_of_the_core_team_or_leaves_it_to_the_turn(cast, story):
    assert cast.ines.id
    story.ask(tier="network")
    page = story.page(cast.chandra)
    offered = [who for who in ("cleo", "ines", "ruth", "omar") if f'value="{who}"' in page]
    assert offered == ["cleo", "ines"]
    assert "Whose turn it is" in page
    story.done(cast.chandra, "triage", lead="ines")
    assert "Ines" in story.page(cast.chandra)
    story.ask(tier="network")
    story.done(cast.chandra, "triage", lead="")


def test_every_offered_form_is_labelled_once(cast, story):
    story.until("drafting")
    page = story.page(cast.dalia)
    ids = [part.partition('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("who", "state"),
    [("omar", "scoped"), ("chandra", "triage"), ("cleo", "matching"), ("dalia", "drafting")],
)
def test_what_waits_is_said_to_whom_it_waits_for(app, world, cast, story, who, state):
    story.until(state)
    viewers = {name: world.viewer(getattr(cast, name)) for name in (who, "eve", "ruth")}
    with app.test_request_context():
        waits = {name: waiting(viewer=viewer) for name, viewer in viewers.items()}
        assert [wait.href for wait in waits[who]] == [story.address]
        assert story.address.rpartition("/")[2] in str(waits[who][0].deed)
        assert waits["eve"] == waits["ruth"] == []
    seen, others = (getattr(cast, name).browser.page("/consultations") for name in (who, "ruth"))
    assert str(waits[who][0].deed) in seen
    assert seen.index("Waiting for you") < seen.index("Cases that you may read")
    assert "Waiting for you" not in others


def test_what_there_is_to_do_stands_first_with_what_it_answers(cast, story):
    """The scope at whoever confirms it, the draft at whoever reviews it; and when it is due."""
    story.until("scoped")
    before = story.page(cast.omar).partition('id="question-title"')[0]
    assert "We answer all of it." in before
    assert before.index("We answer all of it.") < before.index("Yes, answer this")
    assert (
        "We answer all of it." not in story.page(cast.chandra).partition('id="question-title"')[0]
    )
    story.until("peer_review")
    page = story.page(cast.ruth)
    before = page.partition('id="question-title"')[0]
    assert 'href="#draft-title"' in before
    assert 'id="draft-title"' in page
    assert "due: " in before
    assert "Draft of the answer" not in before
    assert page.index('id="work-title"') < page.index('id="clocks-title"')
    story.until("sign_off")
    story.done(cast.cleo, "signature/refusal", reason="One more thing.")
    assert 'href="#deed-draft"' in story.page(cast.dalia).partition('id="question-title"')[0]


def test_an_invitation_waits_for_the_invited(app, world, cast, story):
    story.until("invited")
    viewer = world.viewer(cast.dalia)
    with app.test_request_context():
        assert [w.href for w in waiting(viewer=viewer)] == [f"{story.address}/invitation"]


def test_beside_every_text_of_a_case_stands_who_reads_it_and_how_many(world, cast, story):
    story.until("drafting")
    [space] = world.rows(Space, id=story.case.asking_space_id)
    inside = f"Only the {space.member_count} people inside this space can read this."
    assert inside in story.page(cast.omar)
    expert = story.page(cast.dalia)
    assert inside in expert
    assert "people who work on this case read this; who asked does not." in expert
    assert "who asked does not" not in story.page(cast.omar)


@pytest.mark.usefixtures("proved")
def test_where_the_desk_has_no_part_no_page_speaks_of_it(cast, story, worker):
    story.ask(tier="sealed")
    deeds = (
        ("triage", {}),
        ("needs-info", {"body": "Which year?"}),
        ("information", {"body": "Now."}),
    )
    for (path, fields), who in zip(deeds, (cast.cleo, cast.cleo, cast.omar), strict=True):
        pages = [story.page(each) for each in (cast.omar, cast.cleo)]
        pages += [cast.omar.browser.page("/"), cast.cleo.browser.page("/consultations/desk")]
        for page in pages:
            told = page.partition("<main")[2].partition("</main>")[0].lower()
            told = told.partition('class="desk-filter"')[2].partition("</form>")[2] or told
            assert "the desk" not in told
            assert "consultation desk</span>" not in told
        story.done(who, path, **fields)
    worker()
    assert "the desk" not in cast.omar.browser.page("/notifications").lower()
    assert "Taken up by the lead" in story.page(cast.omar)
    assert "The lead asked for more" in story.page(cast.cleo)
