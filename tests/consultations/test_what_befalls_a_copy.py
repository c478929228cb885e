"""A copy for the public while its case goes on: authors who leave, answers that are corrected."""

import pytest
from sqlalchemy import text

from hrcn_community.accounts import roles
from hrcn_community.accounts.models import Person
from hrcn_community.accounts.suspending import suspend
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.consultations.actions.asking import tighten
from hrcn_community.consultations.actions.publishing import Redaction, lock, redact
from hrcn_community.consultations.models import Case, CaseInvitation
from hrcn_community.consultations.models.publication import PublicationConsent
from hrcn_community.consultations.queries.cases import find_case
from hrcn_community.consultations.queries.publishing import copy_of, no_third_person
from hrcn_community.consultations.transitions import Tier
from hrcn_community.core.db import db
from hrcn_community.core.sealed_columns import MARK
from hrcn_community.notifications.models import Notice
from hrcn_community.privacy.actions.erasing import ask_erasure
from tests.consultations.conftest import ACCEPT
from tests.consultations.copying import Copy
from tests.racing import meanwhile, on_postgresql


@pytest.fixture
def together(cast, story, rita):
    """An answer of Dalia and Ruth, reviewed by Rita and delivered, and its copy."""
    story.until("matching")
    story.done(cast.cleo, "group")
    for who in (cast.dalia, cast.ruth):
        story.done(cast.cleo, "invitation", handle=who.handle, role="advisor")
        story.done(who, "declaration", **ACCEPT)
    story.done(cast.dalia, "drafts", body="Sleep needs no papers.")
    story.done(cast.cleo, "invitation", handle="rita", role="reviewer")
    story.done(rita, "declaration", **ACCEPT)
    story.done(cast.dalia, "review-request")
    story.done(rita, "reviews", verdict="approve")
    for path in ("signature", "delivery"):
        story.done(cast.cleo, path)
    return Copy(story, cast)


def _resigns(world, who):
    world.do(lambda: roles.resign(by=viewer_of(who.id)))


def _leaves_the_house(world, who):
    def leave() -> None:
        handle = viewer_of(who.id).handle
        ask_erasure(handle, keeps_texts=True, by=viewer_of(who.id))

    world.do(leave)


def _inside(who, rooms):
    return [bool(viewer_of(who.id).roles_in(room)) for room in rooms]


def _told(world, kind):
    return {row.person_id for row in world.rows(Notice, kind=kind)}


@pytest.mark.parametrize("goes", [_resigns, _leaves_the_house])
def test_when_an_author_goes_the_copy_waits_for_nobody_who_cannot_come(
    world, cast, together, worker, goes
):
    together.story.done(cast.omar, "closure", reason="It helped.")
    copy = together.until("requester_consent")
    assert copy.agree(cast.dalia).status_code == 303
    assert copy.row.state == "requester_consent", "Ruth, who wrote nothing of it, stands for it too"
    goes(world, cast.ruth)
    assert copy.row.state == "author_consent"
    goes(world, cast.dalia)
    assert copy.row.state == "author_consent", "she agreed to these very words"
    assert copy.agree(cast.cleo, "signature").status_code == 303
    copy.done(cast.cleo, "publishing")


def test_whose_name_was_to_stand_at_it_takes_the_consents_along(world, cast, together):
    """Others agreed to the text with that name: without it, it is another."""
    together.story.done(cast.omar, "closure", reason="It helped.")
    together.until("proposed")
    together.done(cast.ruth, "naming", is_named="y")
    copy = together
    for who, path in ((cast.dalia, "handing-on"), (cast.omar, "consent"), (cast.dalia, "consent")):
        assert copy.agree(who, path).status_code == 303
    assert copy.agree(cast.ruth).status_code == 303
    assert copy.agree(cast.cleo, "signature").status_code == 303
    _resigns(world, cast.ruth)
    assert (copy.row.state, copy.row.signed_by_id) == ("proposed", None)
    assert all(each.lapsed_at for each in world.rows(PublicationConsent))


def test_when_no_author_is_left_nobody_is_asked_in_vain(world, cast, story, worker):
    story.until("delivered")
    copy = Copy(story, cast).until("requester_consent")
    _resigns(world, cast.dalia)
    assert copy.row.state == "proposed"
    assert all(each.lapsed_at for each in world.rows(PublicationConsent))
    refused = copy.post(cast.cleo, "handing-on")
    assert refused.status_code == 409
    assert "Nobody who wrote this answer" in refused.text
    worker()
    assert _told(world, "copy.nobody") == {cast.cleo.id, cast.omar.id}
    copy.done(cast.cleo, "withdrawal", reason="Nobody can agree.")


def test_a_copy_of_an_answer_that_is_corrected_begins_anew(world, cast, story, worker):
    """Also one that waits for its signature; of one that is public its people are told."""
    story.until("delivered")
    copy = Copy(story, cast).until("signed")
    _correct(story, cast)
    assert (copy.row.state, copy.row.signed_by_id) == ("proposed", None)
    assert all(each.lapsed_at for each in world.rows(PublicationConsent))
    worker()
    assert _told(world, "copy.overtaken") == {cast.omar.id, cast.dalia.id}, "Cleo delivered it"
    for who, path in ((cast.dalia, "handing-on"), (cast.omar, "consent"), (cast.dalia, "consent")):
        assert copy.agree(who, path).status_code == 303
    assert copy.agree(cast.cleo, "signature").status_code == 303
    copy.done(cast.cleo, "publishing")
    _correct(story, cast)
    assert copy.row.state == "published"
    worker()
    assert _told(world, "copy.outdated") == {cast.omar.id, cast.dalia.id}


def test_who_wrote_the_delivered_answer_stays_its_author_whoever_drafts_meanwhile(
    world, cast, story, worker
):
    story.until("drafting")
    dropped = story.post(cast.cleo, "errata/end", reason="Enough.")
    assert (dropped.status_code, story.case.state) == (409, "drafting"), "it is no correction"
    story.until("delivered")
    copy = Copy(story, cast).until("author_consent")
    story.done(cast.dalia, "errata", reason="One article was misread.")
    story.done(cast.dalia, "recusal", reason="A tie.")
    assert story.case.draft_post_id is None
    third = world.ask(lambda: no_third_person(copy.row, story.case))
    assert {cast.dalia.id, cast.ruth.id, cast.omar.id} <= third
    for who, status in ((cast.dalia, 404), (cast.ruth, 403), (cast.omar, 403), (cast.eve, 404)):
        assert story.post(who, "errata/end", reason="Enough.").status_code == status
    assert story.post(cast.cleo, "errata/end", reason=" ").status_code == 422
    assert "Drop the correction" in story.page(cast.cleo)
    assert story.handles, "also Alma"
    story.done(cast.cleo, "invitation", handle="alma", role="advisor")
    story.done(cast.cleo, "errata/end", reason="Nobody can **correct** it.")
    assert story.case.state == "delivered"
    [asked] = world.rows(CaseInvitation, person_id=story.who("alma").id)
    assert asked.stand == "rescinded"
    assert "Nobody can <strong>correct</strong> it." in story.page(cast.omar)
    worker()
    assert _told(world, "case.correction_dropped") == {cast.omar.id, cast.ruth.id}
    assert _told(world, "case.you_are_invited") & {story.who("alma").id} == set()
    assert copy.row.state == "author_consent", "she agreed to what stands"
    assert copy.agree(cast.cleo, "signature").status_code == 303


def test_a_reviewer_lost_after_the_approval_stands_in_the_record(world, cast, story):
    story.until("sign_off")
    _resigns(world, cast.ruth)
    for path in ("signature", "delivery"):
        story.done(cast.cleo, path)
    page = story.page(cast.omar)
    for words in ("Written by Dalia", "reviewed by Ruth", "signed by Cleo"):
        assert words in page


def test_who_is_suspended_after_the_delivery_holds_up_no_correction(world, cast, together, rita):
    story = together.story
    for id_ in (cast.dalia.id, rita.id):
        world.do(lambda id_=id_: suspend(id_, until=None, by=None, reason="A reason."))
    story.done(cast.ruth, "errata", reason="One article was misread.")
    story.done(cast.ruth, "drafts", body="Corrected.", revision="1")
    story.done(cast.ruth, "review-request")
    assert story.handles, "also Alma"
    story.done(cast.cleo, "invitation", handle="alma", role="reviewer")


def test_an_answer_that_lost_all_its_authors_can_be_corrected_still(world, cast, together, rita):
    """The lead begins it, and a new author writes it; who wrote the first version stays named there."""
    story = together.story
    assert story.post(cast.cleo, "errata", reason="A number is wrong.").status_code == 409
    assert "Correct the delivered answer" not in story.page(cast.cleo)
    for who in (cast.dalia, cast.ruth):
        _resigns(world, who)
    assert "Correct the delivered answer" in story.page(cast.cleo)
    story.done(cast.cleo, "errata", reason="A number is wrong.")
    assert story.case.state == "matching"
    alma = story.who("alma")
    story.done(cast.cleo, "invitation", handle="alma", role="advisor")
    story.done(alma, "declaration", **ACCEPT)
    story.done(alma, "drafts", body="The right number.")
    story.done(alma, "review-request")
    story.done(rita, "reviews", verdict="approve")
    for path in ("signature", "delivery"):
        story.done(cast.cleo, path)
    assert "Written by Alma" in story.page(cast.omar)
    assert "Written by Dalia, Ruth" in cast.omar.browser.page(f"{story.address}/versions/1")


@on_postgresql
def test_who_seals_a_case_waits_for_who_redacts_its_copy(app, world, cast, story):
    story.until("delivered")
    copy, ref, held = Copy(story, cast).until("proposed"), story.case.ref, []

    def found(who) -> Case:
        case = find_case(ref, viewer=viewer_of(who.id))
        assert case
        return case

    def begin() -> None:
        case = found(cast.dalia)
        held.append((case, copy_of(case)))
        lock(held[0][1])

    def seal() -> None:
        tighten(found(cast.omar), Tier.SEALED, by=viewer_of(cast.omar.id))

    def go_on() -> None:
        case, row = held[0]
        words = {"title": row.title, "question": row.question, "answer": "Anew.", "language": "en"}
        wanted = Redaction(**words, term_ids=(), replace={}, keep={"Graz": "Every city is one."})
        redact(row, case, wanted, over=row.revision, by=viewer_of(cast.dalia.id))

    assert meanwhile(app, begin, seal, go_on) is None
    assert (story.case.tier, copy.row.answer) == ("sealed", "Anew.")
    lies = text(
        "SELECT answer FROM case_publications UNION SELECT words FROM case_publication_kept"
    )
    assert all(
        words.startswith(MARK) for words in world.ask(lambda: db.session.scalars(lies).all())
    )


def _correct(story, cast):
    story.done(cast.dalia, "errata", reason="The second article was misread.")
    story.done(cast.dalia, "drafts", body="The corrected answer.")
    story.done(cast.dalia, "review-request")
    story.done(cast.ruth, "reviews", verdict="approve")
    for path in ("signature", "delivery"):
        story.done(cast.cleo, path)


def test_who_came_for_a_correction_goes_when_it_is_dropped(world, cast, story):
    story.until("delivered")
    _resigns(world, cast.dalia)
    story.done(cast.cleo, "errata", reason="A number is wrong.")
    assert story.handles, "also Alma"
    alma = story.who("alma")
    story.done(cast.cleo, "invitation", handle="alma", role="advisor")
    story.done(alma, "declaration", **ACCEPT)
    rooms = story.case.working_space_id, story.case.papers_space_id
    assert world.ask(lambda: _inside(alma, rooms)) == [True, True]
    story.done(cast.cleo, "errata/end", reason="It was right.")
    assert world.ask(lambda: _inside(alma, rooms)) == [False, False], (
        "nothing that was delivered is theirs"
    )


def test_the_lead_corrects_where_the_only_author_cannot_come(world, cast, story):
    story.until("delivered")
    assert "Correct the delivered answer" not in story.page(cast.cleo)
    world.do(lambda: suspend(cast.dalia.id, until=None, by=None, reason="A reason."))
    assert "Correct the delivered answer" in story.page(cast.cleo)
    story.done(cast.cleo, "errata", reason="A number is wrong.")
    assert story.case.state == "matching"


def test_the_invitation_of_somebody_who_is_leaving_the_house_can_be_taken_back(world, cast, story):
    story.until("invited")
    _leaves_the_house(world, cast.dalia)
    handle = world.ask(lambda: db.session.get_one(Person, cast.dalia.id).handle)
    story.done(cast.cleo, "invitation/end", handle=handle, reason="They are leaving.")
    assert story.case.state == "matching"
