"""A part in one case opens no other, and no field makes a case other than it is."""

from hrcn_community.consultations.models import Case, CaseInvitation, CaseWords
from hrcn_community.conversations.models import Post
from tests.consultations.conftest import Story


def test_an_expert_of_one_case_answers_no_invitation_of_another(world, cast, story):
    story.until("invited")
    other = Story.__new__(Story)
    other.__dict__.update(vars(story), address="")
    other.ask()
    for path in ("declaration", "recusal", "drafts", "notes", "reviews", "questions"):
        answer = other.post(cast.dalia, path, declaration="none", body="x", reason="x")
        assert answer.status_code == 404, path
    assert cast.dalia.browser.sees(f"{other.address}/invitation") == 404
    assert len(world.rows(CaseInvitation)) == 1


def test_a_case_is_its_askers_and_submitted_whatever_the_form_says(world, cast, story):
    forged = {
        "state": "delivered",
        "lead": "eve",
        "asker": "eve",
        "person_id": str(cast.eve.id),
        "asking_space_id": "1",
        "ref": "C-MINE",
        "signed_revision": "1",
    }
    story.ask(**forged)
    case = world.rows(Case)[0]
    assert (case.state, case.signed_revision, case.tier) == ("submitted", None, "confidential")
    assert {words.person_id for words in world.rows(CaseWords)} == {cast.omar.id}
    assert cast.eve.browser.sees(story.address) == 404


def test_nobody_loosens_a_case_alone(world, cast, story):
    story.until("triage")
    for tier in ("network", "open", "confidential", "nonsense"):
        answer = story.post(cast.omar, "tier", tier=tier)
        assert answer.status_code in {409, 422}, tier
    for who in (cast.cleo, cast.chandra):
        assert story.post(who, "tier", tier="open").status_code == 403
    assert world.rows(Case)[0].tier == "confidential"


def test_a_case_that_is_tightened_is_gone_for_whoever_read_it(world, cast, story, worker, public):
    story.ask(tier="open", title="Zaunkoenig title", question="Zaunkoenig?")
    refs = [words.post_id for words in world.rows(CaseWords)]
    assert refs
    assert public.sees(story.address) == 200
    held = public.get(story.address).headers.get("ETag", "")
    story.done(cast.omar, "tier", tier="confidential")
    worker()
    for browser in (public, cast.eve.browser, cast.ines.browser):
        assert browser.sees(story.address) == 404
        again = browser.get(story.address, headers={"If-None-Match": held or "*"})
        assert again.status_code == 404
        for page in ("/consultations", "/", "/search?q=Zaunkoenig", "/cities/graz"):
            text = browser.get(page).text
            assert "Zaunkoenig title" not in text, page
            assert story.case.ref not in text, page


def test_words_of_a_case_are_changed_and_taken_back_by_no_generic_deed(world, cast, story):
    story.until("delivered")
    for post in world.rows(Post):
        for who in (cast.omar, cast.dalia, cast.cleo, cast.chandra, cast.ruth, cast.eve):
            for deed in ("edit", "deletion", "deletion/end", "hiding"):
                answer = who.browser.post(
                    f"/posts/{post.ref}/{deed}", body="x", revision=1, reason="x"
                )
                assert answer.status_code in {403, 404}, (who.name, deed)
    assert {post.state for post in world.rows(Post)} == {"published"}
