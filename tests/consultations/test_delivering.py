"""The delivered answer: a page and a paper with a reference, versions that stay, errata that follow."""

import itertools
import re
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.places import put_inside
from hrcn_community.audit.models import ReadEntry
from hrcn_community.consultations.models import (
    CaseCitation,
    CaseVersion,
    CaseVersionPerson,
    CaseWords,
)
from hrcn_community.conversations.models import Post, Revision, StoredFile
from hrcn_community.core.db import db
from hrcn_community.notifications.models import Notice
from hrcn_community.spaces.models import Space
from tests.factories import NETWORK
from tests.papers import links_of, paper, roles_of, words_of
from tests.racing import at_once

DEEDS = """triage needs-info information existing decline scope scope/confirmation scope/objection
invitation invitation/end declaration recusal drafts questions review-request reviews signer
signature signature/refusal delivery clarifications clarifications/answer closure closure/end
withdrawal tier notes citations sources citations/1/end points/1 errata errata/end prolongation""".split()
LAW = {
    "kind": "law",
    "title": "Charter, Article 21",
    "source": "Official Journal, 2012",
    "address": "https://example.org/charter",
    "seen_on": "2026-01-31",
}


@pytest.fixture
def cited(world, cast, story):
    """A case whose draft rests on a thread of the network and on a law."""
    thread = world.thread(world.space(NETWORK), cast.amina, title="Warm homes for tenants")

    def until(state, **fields):
        story.until("drafting", **fields)
        story.done(cast.dalia, "citations", pasted=thread.address)
        story.done(cast.dalia, "sources", **LAW)
        return story.until(state)

    return until


def pdf(who, story, number=1):
    return (getattr(who, "browser", who)).get(f"{story.address}/versions/{number}.pdf")


def delivered(world):
    """Return all that a delivered version is made of."""
    versions = world.rows(CaseVersion)
    ids = {v.post_id for v in versions}
    return (
        [(v.id, v.number, v.post_id, v.revision, v.note_post_id, v.delivered_at) for v in versions],
        [(r.post_id, r.number, r.source, r.html) for r in world.rows(Revision) if r.post_id in ids],
        [(p.id, p.source, p.state, p.revision) for p in world.rows(Post) if p.id in ids],
        [(p.version_id, p.person_id, p.role) for p in world.rows(CaseVersionPerson)],
        [(c.version, c.number, c.title, c.address) for c in world.rows(CaseCitation) if c.version],
    )  # fmt: skip


def correct(story, cast, body="The corrected answer of Dalia."):
    story.done(cast.dalia, "errata", reason="The second article was misread.")
    story.done(cast.dalia, "drafts", body=body)
    story.done(cast.dalia, "review-request")
    story.done(cast.ruth, "reviews", verdict="approve")
    story.done(cast.cleo, "signature")
    story.done(cast.cleo, "delivery")


def test_the_page_bears_reference_version_people_and_sources(world, cast, story, cited, public):
    cited("delivered", tier="open")
    ref = story.case.ref
    page = story.page(cast.omar)
    assert f"Answer {ref}.v1" in page
    for words in ("Written by Dalia", "reviewed by Ruth", "signed by Cleo", "Official Journal"):
        assert words in page
    assert page.index("Warm homes for tenants") < page.index("Charter, Article 21")
    outside = public.page(f"{story.address}/versions/1")
    assert "Charter, Article 21" in outside
    assert "Warm homes for tenants" not in outside, "its title is the network's"
    assert "not open to you" in outside
    assert public.sees(f"{story.address}/versions/2") == 404


def test_the_paper_is_tagged_and_says_what_it_is(world, cast, story, cited):
    cited("delivered")
    answer = pdf(cast.omar, story)
    read = paper(answer)
    root: Any = read.root_object
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en"
    assert read.metadata is not None
    assert read.metadata.title == "Rooms in private shelters"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    levels = [int(role[1]) for role in roles_of(read) if re.fullmatch(r"H\d", role)]
    assert (levels[0], levels.count(1), levels.count(2)) == (1, 1, 2)
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert {"P", "L", "LI", "Link"} <= set(roles_of(read))
    words, ref = words_of(read), story.case.ref
    for each in (
        f"Reference: {ref}.v1", "Version: 1, the newest", "Written by: Dalia", "Reviewed by: Ruth",
        "Signed by: Cleo", "The answer of Dalia.", "References", "1. Warm homes for tenants",
        "2. Charter, Article 21", "Official Journal, 2012", "seen on 31 January 2026",
    ):  # fmt: skip
        assert each in words, (each, words)
    assert "Omar" not in words
    assert "https://example.org/charter" in set(links_of(read))
    assert f'"{ref.lower()}-v1.pdf"' in answer.headers["Content-Disposition"].lower()
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_paper_is_for_who_may_read_now_is_logged_and_kept_nowhere(world, cast, story, public):
    story.until("delivered")
    before = len(world.rows(ReadEntry))
    for who, status in ((public, 404), (cast.eve, 404), (cast.ben, 404)):
        assert pdf(who, story).status_code == status
    assert len(world.rows(ReadEntry)) == before
    assert pdf(cast.dalia, story).status_code == 200
    logged = world.rows(ReadEntry)[before:]
    assert [(row.person_id, row.space_id) for row in logged] == [
        (cast.dalia.id, story.case.asking_space_id)
    ]
    assert world.rows(StoredFile) == []
    assert pdf(cast.omar, story, 2).status_code == 404


def test_no_deed_of_anybody_changes_what_was_delivered(world, cast, story, cited):
    cited("delivered")
    as_it_was = delivered(world)
    fields = {
        "body": "Other.", "reason": "Other.", "note": "Other.", "handle": "chandra", "tier": "confidential",
        "verdict": "approve", "declaration": "none", "stand": "done", "revision": "1", "over": "1",
        "role": "reviewer", "pasted": "/threads/x", **LAW,
    }  # fmt: skip
    people = (cast.omar, cast.cleo, cast.dalia, cast.ruth, cast.chandra, cast.eve)
    for path, who in itertools.product(DEEDS, people):
        answer = story.post(who, path, **fields)
        assert answer.status_code < 500, (path, who.name)
        now = delivered(world)
        assert [rows[: len(was)] for rows, was in zip(now, as_it_was, strict=True)] == list(
            as_it_was
        ), path
    assert "The <em>answer</em> of Dalia." in story.page(cast.omar)


def test_the_database_itself_refuses_to_change_what_was_delivered(app, world, story, cited):
    cited("delivered")
    for statement in (
        "UPDATE case_versions SET number = 7",
        "UPDATE case_versions SET revision = 2",
        "UPDATE case_citations SET kind = 'other' WHERE version IS NOT NULL",
        "UPDATE case_citations SET version = NULL WHERE version IS NOT NULL",
    ):
        with app.app_context():
            with pytest.raises(DBAPIError, match="never changes"):
                db.session.execute(text(statement))
            db.session.rollback()
    with app.app_context():
        db.session.execute(text("UPDATE case_citations SET kind = 'other' WHERE version IS NULL"))
        db.session.rollback()


@pytest.mark.parametrize("state", ["delivered", "closed"])
def test_an_erratum_is_a_new_version_and_the_former_stays_readable(
    world, cast, story, cited, worker, state
):
    cited(state)
    as_it_was = delivered(world)
    assert story.post(cast.dalia, "errata", reason=" ").status_code == 422
    for who, status in ((cast.ruth, 403), (cast.cleo, 409), (cast.omar, 403), (cast.eve, 404)):
        assert story.post(who, "errata", reason="x").status_code == status, who.name
    story.done(cast.dalia, "errata", reason="The second article was misread.")
    worker()
    assert "The second article was misread." in story.page(cast.omar)
    assert "The <em>answer</em> of Dalia." in story.page(cast.omar), "it stands meanwhile"
    assert story.post(cast.omar, "withdrawal").status_code == 409, "it was delivered"
    assert story.post(cast.dalia, "errata", reason="Again.").status_code == 409
    story.done(cast.dalia, "drafts", body="The corrected answer of Dalia.", revision="1")
    story.done(cast.dalia, "review-request")
    assert story.post(cast.cleo, "signature").status_code == 409, "what was signed was another text"
    story.done(cast.ruth, "reviews", verdict="approve")
    assert story.post(cast.cleo, "delivery").status_code == 409
    story.done(cast.cleo, "signature")
    story.done(cast.cleo, "delivery", body="With thanks for your patience.")
    worker()
    ref = story.case.ref
    page = story.page(cast.omar)
    assert f"Answer {ref}.v2" in page
    assert "The corrected answer of Dalia." in page
    assert "What was corrected" in page
    assert "The <em>answer</em> of Dalia." not in page
    former = cast.omar.browser.page(f"{story.address}/versions/1")
    assert "The <em>answer</em> of Dalia." in former
    assert "A newer version replaces this one" in former
    newest = cast.omar.browser.page(f"{story.address}/versions/2")
    assert re.search(r"<ins>.*?corrected.*?</ins>", newest)
    words = words_of(paper(pdf(cast.omar, story, 2)))
    assert f"Reference: {ref}.v2" in words
    assert "What was corrected" in words
    assert "version 2 replaces it" in words_of(paper(pdf(cast.omar, story, 1)))
    now = delivered(world)
    assert [rows[: len(was)] for rows, was in zip(now, as_it_was, strict=True)] == list(as_it_was)
    assert [v.number for v in world.rows(CaseVersion)] == [1, 2]
    kinds = [n.kind for n in world.rows(Notice, person_id=cast.omar.id)]
    assert "case.correcting" in kinds
    assert "case.corrected" in kinds
    assert kinds.count("case.delivered") == 1


def test_asking_back_goes_to_and_fro_beside_an_answer_that_stays(world, cast, story, worker):
    story.until("delivered")
    as_it_was = delivered(world)
    assert story.post(cast.dalia, "clarifications/answer", body="Unasked.").status_code == 409
    for words in ("And next year?", "And the year after?"):
        assert story.post(cast.omar, "clarifications", body=" ").status_code == 422
        story.done(cast.omar, "clarifications", body=words)
        worker()
        assert story.post(cast.omar, "clarifications", body="Twice.").status_code == 409
        assert story.post(cast.ruth, "clarifications/answer", body="Not mine.").status_code == 403
        story.done(cast.dalia, "clarifications/answer", body=f"To {words}")
    worker()
    page = story.page(cast.omar)
    assert page.index("To And next year?") < page.index("To And the year after?")
    assert delivered(world) == as_it_was
    kinds = [n.kind for n in world.rows(Notice, person_id=cast.dalia.id)]
    assert kinds.count("case.next.clarification") == 2
    kinds = [n.kind for n in world.rows(Notice, person_id=cast.omar.id)]
    assert kinds.count("case.clarified") == 2
    story.done(cast.omar, "closure", reason="It helped.")
    assert story.post(cast.omar, "clarifications", body="Late?").status_code == 409


def test_an_edit_after_the_review_voids_it_and_the_signature(world, cast, story):
    story.until("sign_off")
    story.done(cast.cleo, "signature")
    assert story.post(cast.dalia, "drafts", body="Slipped in.", revision="1").status_code == 409
    assert story.post(cast.dalia, "sources", **LAW).status_code == 409
    assert story.post(cast.cleo, "signature/refusal", reason="Wait.").status_code == 303
    assert (story.case.reviewed_revision, story.case.signed_revision) == (None, None)
    story.done(cast.dalia, "drafts", body="Changed.", revision="1")
    assert story.post(cast.cleo, "signature").status_code == 409
    assert story.post(cast.cleo, "delivery").status_code == 409
    assert world.rows(CaseVersion) == []
    assert "Slipped in." not in {p.source for p in world.rows(Post)}
    assert "answer" not in {w.kind for w in world.rows(CaseWords)}


def test_of_two_at_once_one_wins_and_the_other_reads_what_happened(world, cast, story):
    """Two verdicts; a signature and an edit of the draft; a delivery and a withdrawal."""

    def race(*deeds):
        """Do what each of two presses at the same moment; return their answers."""
        for who, _path, _fields in deeds:
            who.browser.form_token()  # signed in, before they meet
        return at_once([lambda d=d: story.post(d[0], d[1], **d[2]) for d in deeds])

    story.until("peer_review")
    world.do(lambda: _let_review(story, cast.ines))
    approve, change = {"verdict": "approve"}, {"verdict": "changes", "points": "Say whom."}
    answers = race((cast.ruth, "reviews", approve), (cast.ines, "reviews", change))
    assert sorted(a.status_code for a in answers) == [303, 409]
    told = next(a.text for a in answers if a.status_code == 409)
    assert "as it stands now: " in told
    assert ("Changes were asked for" in told) != ("Reviewed, waits for signature" in told)
    if story.case.state == "changes_requested":
        story.done(cast.dalia, "points/1", stand="done")
        story.done(cast.dalia, "review-request")
        story.done(cast.ruth, "reviews", verdict="approve")
    answers = race((cast.cleo, "signature", {}), (cast.dalia, "drafts", {"body": "Slipped in."}))
    assert [a.status_code for a in answers] == [303, 409]
    answers = race((cast.cleo, "delivery", {}), (cast.omar, "withdrawal", {}))
    assert sorted(a.status_code for a in answers) == [303, 409]
    is_there = story.case.state == "delivered"
    assert story.case.state in {"delivered", "withdrawn"}
    assert len(world.rows(CaseVersion)) == is_there
    assert (story.case.answer_post_id is not None) == is_there


def _let_review(story, person):
    for space_id in (story.case.asking_space_id, story.case.working_space_id):
        put_inside(db.session.get_one(Space, space_id), person.id, SpaceRole.REVIEWER)
