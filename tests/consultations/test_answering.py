"""From triage to the delivered answer."""

import pytest

from hrcn_community.accounts.models import Membership, SpaceRole
from hrcn_community.accounts.places import put_inside
from hrcn_community.consultations.models import CaseInterval, CaseWords
from hrcn_community.conversations.models import Post, Revision
from hrcn_community.core.db import db
from hrcn_community.spaces.models import Space


def inside(world, space_id):
    return {row.person_id for row in world.rows(Membership, space_id=space_id)}


@pytest.mark.parametrize("tier", ["confidential", "network", "open"])
def test_a_case_goes_all_the_way(cast, story, tier):
    story.until("closed", tier=tier)
    page = story.page(cast.omar)
    assert "The <em>answer</em> of Dalia." in page
    assert "With thanks." in page
    assert "version 1" in page


def test_the_public_reads_an_open_question_at_once_and_its_answer_on_delivery(cast, story, public):
    story.until("sign_off", tier="open")
    before = public.page(story.address)
    assert "May a city ask for papers?" in before
    assert "of Dalia." not in before
    assert "Sound." not in before
    story.done(cast.cleo, "signature")
    story.done(cast.cleo, "delivery")
    assert "of Dalia." in public.page(story.address)
    assert "Sound." not in public.page(story.address)


def test_the_asker_sees_neither_drafts_nor_reviews(cast, story):
    story.until("sign_off")
    page = story.page(cast.omar)
    assert "of Dalia." not in page
    assert "Sound." not in page
    assert "Not visible to the asker" not in page
    assert cast.omar.browser.sees(f"{story.address}/work") == 403
    assert "Not visible to the asker" in story.page(cast.cleo)


def test_an_invited_expert_sees_the_title_and_nothing_else(cast, story):
    story.until("invited", shows_requester_as="city")
    page = cast.dalia.browser.page(f"{story.address}/invitation")
    assert "Rooms in private shelters" in page
    assert "A city official of Graz" in page
    for secret in ("Omar", "May a city ask", "We were told"):
        assert secret not in page
    assert cast.dalia.browser.sees(story.address) == 404


def test_there_are_no_papers_and_no_place_before_the_declaration(world, cast, story):
    story.until("invited")
    for space_id in (story.case.papers_space_id, story.case.working_space_id):
        assert cast.dalia.id not in inside(world, space_id)
    story.done(cast.dalia, "declaration", declaration="none")
    for space_id in (story.case.papers_space_id, story.case.asking_space_id):
        assert cast.dalia.id in inside(world, space_id)


def test_a_declared_conflict_blocks_and_returns_to_matching(world, cast, story):
    story.until("invited")
    story.done(cast.dalia, "declaration", declaration="conflict", text="I advised the landlord.")
    assert story.case.state == "matching"
    assert cast.dalia.browser.sees(story.address) == 404
    assert cast.dalia.browser.sees(f"{story.address}/invitation") == 404
    assert cast.dalia.id not in inside(world, story.case.papers_space_id)
    again = story.post(cast.cleo, "invitation", handle="dalia", role="advisor")
    assert again.status_code == 409
    assert story.case.state == "matching"


def test_a_conflict_without_a_word_comes_back(cast, story):
    story.until("invited")
    answer = story.post(cast.dalia, "declaration", declaration="conflict", text=" ")
    assert answer.status_code == 422
    assert story.case.state == "invited"


def test_triagers_propose_and_only_the_lead_invites(cast, story):
    story.until("matching")
    story.done(cast.chandra, "invitation", handle="dalia", role="advisor")
    assert story.case.state == "matching"
    assert cast.dalia.browser.sees(f"{story.address}/invitation") == 404
    story.done(cast.cleo, "invitation", handle="dalia", role="advisor")
    assert story.case.state == "invited"


def test_the_excluded_and_those_who_are_no_advisors_cannot_be_invited(cast, story):
    story.until("matching", exclude="dalia")
    for handle in ("dalia", cast.eve.handle, "omar"):
        assert story.post(cast.cleo, "invitation", handle=handle, role="advisor").status_code == 409


def test_an_expert_who_steps_back_gives_a_reason_and_reads_no_more(world, cast, story):
    story.until("drafting")
    assert story.post(cast.dalia, "recusal", reason="").status_code == 422
    story.done(cast.dalia, "recusal", reason="I know the landlord after all.")
    assert story.case.state == "matching"
    assert cast.dalia.browser.sees(story.address) == 404
    assert cast.dalia.id not in inside(world, story.case.papers_space_id)


def test_the_author_does_not_review_and_the_reviewer_does_not_sign(cast, story):
    story.until("drafting")
    assert story.post(cast.cleo, "invitation", handle="dalia", role="reviewer").status_code == 409


def test_author_reviewer_and_signer_are_three_people_whatever_roles_say(world, cast, story):
    story.until("peer_review")

    def give(person, role):
        put_inside(db.session.get_one(Space, story.case.working_space_id), person.id, role)

    world.do(lambda: give(cast.dalia, SpaceRole.REVIEWER))
    world.do(lambda: give(cast.dalia, SpaceRole.SIGNER))
    world.do(lambda: give(cast.ruth, SpaceRole.SIGNER))
    assert story.post(cast.dalia, "reviews", verdict="approve").status_code == 403
    story.done(cast.ruth, "reviews", verdict="approve", body="Sound.")
    assert story.post(cast.dalia, "signature").status_code == 403
    assert story.post(cast.ruth, "signature").status_code == 403
    story.done(cast.cleo, "signature")


def test_a_former_author_who_lost_the_role_still_cannot_sign(world, cast, story):
    story.until("sign_off")

    def swap():
        space = db.session.get_one(Space, story.case.working_space_id)
        db.session.query(Membership).filter_by(space_id=space.id, person_id=cast.ruth.id).delete()
        put_inside(space, cast.ruth.id, SpaceRole.SIGNER)

    world.do(swap)
    assert story.post(cast.ruth, "signature").status_code == 409
    assert story.case.signed_revision is None


def test_the_lead_lets_a_triager_sign(cast, story):
    story.until("sign_off")
    story.done(cast.cleo, "signer", handle="chandra")
    assert story.post(cast.cleo, "signature").status_code == 403
    story.done(cast.chandra, "signature")
    assert story.post(cast.chandra, "delivery").status_code == 403
    story.done(cast.cleo, "delivery")


def test_an_unsigned_answer_is_not_delivered(cast, story):
    story.until("sign_off")
    assert story.post(cast.cleo, "delivery").status_code == 409
    assert story.case.state == "sign_off"


def test_the_delivered_version_never_changes(world, cast, story):
    story.until("delivered")
    (post,) = world.rows(Post, id=story.case.answer_post_id)
    for person in (cast.dalia, cast.cleo, cast.omar, cast.ruth, cast.chandra):
        for deed in ("edit", "deletion"):
            answer = person.browser.post(f"/posts/{post.ref}/{deed}", body="Other.", revision="1")
            assert answer.status_code == 403, (person.name, deed)
        assert story.post(person, "drafts", body="Other.").status_code in {403, 409}
    assert "The <em>answer</em> of Dalia." in story.page(cast.omar)
    assert len(world.rows(Revision, post_id=post.id)) == 1


def test_what_is_delivered_is_the_version_that_was_signed(world, cast, story):
    story.until("drafting")
    story.done(cast.dalia, "drafts", body="A better answer.", revision="1")
    story.done(cast.cleo, "invitation", handle="ruth", role="reviewer")
    story.done(cast.ruth, "declaration", declaration="none")
    story.done(cast.dalia, "review-request")
    assert story.post(cast.dalia, "drafts", body="Changed meanwhile.").status_code == 409
    story.done(cast.ruth, "reviews", verdict="approve")
    story.done(cast.cleo, "signature")
    assert story.case.signed_revision == 2
    story.done(cast.cleo, "delivery")
    assert "A better answer." in story.page(cast.omar)


def test_two_drafts_of_one_version_keep_both_texts(world, cast, story):
    story.until("drafting")
    story.done(cast.dalia, "drafts", body="From one window.", revision="1")
    answer = story.post(cast.dalia, "drafts", body="From another.", revision="1")
    assert answer.status_code == 409
    assert "From one window." in answer.text
    assert "From another." in answer.text


def test_changes_are_asked_for_with_words_and_read_again(cast, story):
    story.until("peer_review")
    assert story.post(cast.ruth, "reviews", verdict="changes").status_code == 422
    story.done(cast.ruth, "reviews", verdict="changes", body="Say whom it excludes.")
    assert story.case.state == "changes_requested"
    story.done(cast.dalia, "drafts", body="It excludes tenants.", revision="1")
    story.done(cast.dalia, "review-request")
    assert story.case.state == "peer_review"


def test_the_clock_stands_still_while_the_asker_has_the_word(world, cast, story):
    story.until("triage")
    story.done(cast.chandra, "needs-info", body="Which city?")
    assert "Which city?" in story.page(cast.omar)
    story.done(cast.omar, "information", body="Ours.")
    intervals = world.rows(CaseInterval)
    assert [i.state for i in intervals] == ["submitted", "triage", "needs_info", "triage"]
    assert [i.is_paused for i in intervals] == [False, False, True, False]
    assert [i.to_at is None for i in intervals] == [False, False, False, True]


def test_a_decline_and_a_closing_bear_a_reason(cast, story):
    story.until("triage")
    assert story.post(cast.chandra, "decline", reason=" ").status_code == 422
    assert story.case.state == "triage"
    story.done(cast.chandra, "decline", reason="We give no opinions for courts.")
    assert "no opinions for courts" in story.page(cast.omar)


def test_the_asker_asks_back_closes_and_opens_again(cast, story):
    story.until("delivered")
    story.done(cast.omar, "clarifications", body="And next year?")
    story.done(cast.dalia, "clarifications/answer", body="The same.")
    assert story.post(cast.omar, "closure", reason="").status_code == 422
    story.done(cast.omar, "closure", reason="It helped.")
    story.done(cast.omar, "closure/end", reason="One more thing.")
    assert story.case.state == "clarification"


def test_the_asker_withdraws_without_owing_a_reason(cast, story):
    story.until("drafting")
    story.done(cast.omar, "withdrawal")
    assert story.case.state == "withdrawn"
    assert story.post(cast.dalia, "drafts", body="Too late.").status_code == 409


def test_a_deed_out_of_its_turn_is_refused_in_words_and_changes_nothing(world, cast, story):
    story.ask()
    for who, path, fields in (
        (cast.chandra, "scope", {"body": "x"}),
        (cast.chandra, "needs-info", {"body": "x"}),
        (cast.omar, "closure", {"reason": "x"}),
        (cast.omar, "information", {"body": "x"}),
        (cast.cleo, "delivery", {}),
        (cast.cleo, "invitation", {"handle": "dalia", "role": "advisor"}),
    ):
        answer = story.post(who, path, **fields)
        assert answer.status_code == 409, path
        assert "as it stands now" in answer.text
    assert story.case.state == "submitted"
    assert {w.kind for w in world.rows(CaseWords)} == {"question", "context"}


DEEDS = """triage needs-info information existing decline scope scope/confirmation scope/objection
invitation invitation/end drafts questions review-request reviews signer signature
signature/refusal delivery clarifications clarifications/answer closure closure/end withdrawal tier
notes""".split()


def test_whoever_has_no_part_in_a_network_case_does_nothing_there(cast, story, public):
    story.until("drafting", tier="network")
    for path in DEEDS:
        assert story.post(cast.eve, path, body="x", reason="x").status_code == 403, path
        assert public.post(f"{story.address}/{path}", body="x").status_code == 401, path
    assert story.case.state == "drafting"


def test_a_confidential_case_answers_strangers_as_if_it_were_not(cast, story):
    story.until("invited")
    for path in (*DEEDS, "declaration", "recusal"):
        there = cast.eve.browser.post(f"{story.address}/{path}", body="x", reason="x")
        nowhere = cast.eve.browser.post(f"/consultations/C-00000000/{path}", body="x", reason="x")
        assert there.status_code == nowhere.status_code == 404, path
        assert len(there.data) == len(nowhere.data), path
