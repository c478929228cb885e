"""The place where those who work on a case write to each other: notes, points of the review, sources."""

import re

import pytest
from sqlalchemy import select

from hrcn_community.accounts.models import SiteRole
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.consultations.actions.declaring import declare_generally
from hrcn_community.consultations.models import CaseCitation, CasePoint, CaseWords
from hrcn_community.conversations.models import Post
from hrcn_community.core.db import db
from hrcn_community.spaces.models import Space
from tests.factories import CONFIDENTIAL, NETWORK, RESTRICTED

# What whoever asked, or the public, reads: each deed of the case that writes there.
TO_THE_ASKER = """needs-info information scope scope/objection existing decline questions delivery
clarifications clarifications/answer closure closure/end withdrawal errata errata/end""".split()
FIELDS = {"body": "Slipped", "reason": "Slipped", "words": "Slipped", "text": "Slipped"}


def work(story, who):
    return who.browser.page(f"{story.address}/work")


def test_a_note_reaches_those_who_work_here_and_never_who_asked(world, cast, story):
    """The fields of the note lead nowhere at the asker's addresses, and theirs nowhere among the notes."""
    story.until("drafting")
    story.done(cast.cleo, "notes", note="Zaunkoenig, between us.")
    before = len(world.rows(Post))
    for state in ("drafting", "delivered"):
        story.until(state)
        before = len(world.rows(Post))
        for path in TO_THE_ASKER:
            for who in (cast.cleo, cast.dalia, cast.chandra, cast.omar):
                if path in {"withdrawal", "delivery"}:
                    continue  # what may be done without a word
                answer = story.post(who, path, note="Slipped")
                assert answer.status_code in {403, 409, 422}, (path, who.name)
        for who in (cast.cleo, cast.dalia):
            answer = story.post(who, "notes", **FIELDS)
            assert answer.status_code == 422
        assert len(world.rows(Post)) == before
    for who in (cast.cleo, cast.dalia, cast.ruth):
        assert "Zaunkoenig" in work(story, who)
        assert "Zaunkoenig" not in story.page(who), "a note stands in its own place alone"
    assert "Zaunkoenig" not in story.page(cast.omar)
    assert cast.omar.browser.sees(f"{story.address}/work") == 403
    assert cast.eve.browser.sees(f"{story.address}/work") == 404
    assert story.post(cast.omar, "notes", note="Mine?").status_code == 403
    assert story.post(cast.eve, "notes", note="Mine?").status_code == 404


def test_its_composer_says_who_reads_and_no_form_there_leads_to_who_asked(cast, story):
    story.until("peer_review")
    story.done(cast.ruth, "reviews", verdict="changes", points="Say whom it excludes.")
    page = work(story, cast.dalia)
    assert "Not visible to the asker" in page
    assert "who asked does not" in page
    led = set(re.findall(r'<form[^>]*action="(/consultations/[^"#?]+)', page))
    paths = ("notes", "citations", "sources", "points/1", "work")
    assert led == {f"{story.address}/{path}" for path in paths}
    assert f'action="{story.address}/notes"' not in story.page(cast.dalia)


def test_a_note_pressed_twice_is_one_and_an_empty_one_comes_back(world, cast, story):
    story.until("assigned")
    for _ in range(2):
        story.done(cast.dalia, "notes", note="Once.", form_token="t" * 16)
    assert [w.kind for w in world.rows(CaseWords)].count("note") == 1
    answer = story.post(cast.dalia, "notes", note=" ")
    assert answer.status_code == 422
    assert "Write something first." in answer.text


def test_points_are_settled_one_by_one_before_the_draft_is_handed_over_again(world, cast, story):
    story.until("peer_review")
    assert story.post(cast.ruth, "reviews", verdict="changes").status_code == 422
    too_many = "\n".join(f"Point {n}" for n in range(31))
    assert story.post(cast.ruth, "reviews", verdict="changes", points=too_many).status_code == 422
    asked = "Say whom it excludes.\n\n - Cite the **court**.\n"
    story.done(cast.ruth, "reviews", verdict="changes", points=asked)
    page = work(story, cast.dalia)
    assert "Say whom it excludes." in page
    assert "2 points are open" in page
    assert "Cite the <strong>court</strong>." in page
    refused = story.post(cast.dalia, "review-request")
    assert refused.status_code == 409
    assert "neither done nor answered" in refused.text
    offered = story.page(cast.dalia)
    assert "/review-request" not in offered, "what would be refused is not offered"
    assert f"{story.address}/work#points" in offered
    assert story.case.state == "changes_requested"
    story.done(cast.dalia, "points/1", stand="done")
    for fields in ({}, {"stand": "nonsense"}, {"stand": "answered", "reply": " "}):
        assert story.post(cast.dalia, "points/2", **fields).status_code == 422, fields
    assert story.post(cast.ruth, "points/2", stand="done").status_code == 403
    assert story.post(cast.omar, "points/2", stand="done").status_code == 403
    assert story.post(cast.eve, "points/2", stand="done").status_code == 404
    assert story.post(cast.dalia, "points/3", stand="done").status_code == 404
    assert story.post(cast.dalia, "review-request").status_code == 409
    story.done(cast.dalia, "points/2", stand="answered", reply="It never ruled on that.")
    assert "/review-request" in story.page(cast.dalia)
    story.done(cast.dalia, "review-request")
    assert "It never ruled on that." in work(story, cast.ruth)
    assert "The draft was handed over 2 times." in work(story, cast.ruth)
    assert story.post(cast.dalia, "points/1", stand="done").status_code == 409
    story.done(cast.ruth, "reviews", verdict="changes", points="One more.")
    assert [(p.round, p.stand) for p in world.rows(CasePoint)] == [
        (1, "done"), (1, "answered"), (2, "open"),
    ]  # fmt: skip
    for who, path in ((cast.omar, story.address), (cast.dalia, story.address)):
        assert "It never ruled" not in who.browser.page(path)


def test_an_approval_asks_for_nothing(world, cast, story):
    story.until("peer_review")
    story.done(cast.ruth, "reviews", verdict="approve", points="Left in the field.", body="Sound.")
    assert world.rows(CasePoint) == []
    assert story.case.state == "sign_off"


def test_who_takes_over_from_an_author_meets_the_open_points_and_can_settle_them(
    world, cast, story
):
    story.until("peer_review")
    story.done(cast.ruth, "reviews", verdict="changes", points="Say whom it excludes.")
    story.done(cast.dalia, "recusal", reason="I know the landlord after all.")
    other = world.person("Noor", SiteRole.ADVISOR)
    world.do(lambda: declare_generally("I own no house.", by=viewer_of(other.id)))
    story.done(cast.cleo, "invitation", handle=other.handle, role="advisor")
    story.done(other, "declaration", declaration="none")
    story.done(other, "drafts", body="It excludes tenants.")
    assert story.post(other, "review-request").status_code == 409
    story.done(other, "points/1", stand="done")
    story.done(other, "review-request")


@pytest.fixture
def shelf(world, cast):
    """Threads that both can open, that the author alone can, and that the asker alone can."""
    both = world.thread(world.space(NETWORK), cast.amina, title="Warm homes for tenants")
    authors = world.space(CONFIDENTIAL, member=cast.dalia)
    askers = world.space(CONFIDENTIAL, member=cast.omar)
    return {
        "both": both.address,
        "author": world.thread(authors, cast.dalia, title="Kestrel warm homes").address,
        "asker": world.thread(askers, cast.omar, title="Sparrow warm homes").address,
    }


def test_a_source_in_the_house_is_one_that_author_and_asker_can_open(world, cast, story, shelf):
    story.until("drafting")
    told = {
        shelf["author"]: "Who asked could not open this",
        shelf["asker"]: "Nothing in the house that you can read",
        "/threads/zzzzzzzz": "Nothing in the house that you can read",
        "/consultations/C-ABCDEFGH": "Nothing in the house that you can read",
        "https://example.org" + shelf["both"]: "Nothing in the house that you can read",
        "": "Paste an address.",
    }
    for pasted, words in told.items():
        answer = story.post(cast.dalia, "citations", pasted=pasted)
        assert (answer.status_code, words in answer.text) == (422, True), pasted
        assert not pasted or pasted in answer.text, "what was pasted is kept"
        assert "Sparrow" not in answer.text
    assert world.rows(CaseCitation) == []
    for _ in range(2):
        pasted = f"http://localhost:5000{shelf['both']}?post=1#p1"
        story.done(cast.dalia, "citations", pasted=pasted, form_token="t" * 16)
    again = story.post(cast.dalia, "citations", pasted=shelf["both"])
    assert "among the sources already" in again.text
    (cited,) = world.rows(CaseCitation)
    assert (cited.kind, cited.title, cited.version) == ("thread", "Warm homes for tenants", None)
    found = story.post(cast.dalia, "work", q="warm homes").text
    assert f'method="post" action="{story.address}/work#sources"' in found, "no words in an address"
    assert f'value="{shelf["both"]}"' in found
    assert "Kestrel" not in found
    for who, status in ((cast.ruth, 404), (cast.omar, 403), (cast.cleo, 403), (cast.eve, 404)):
        assert story.post(who, "citations", pasted=shelf["both"]).status_code == status, who.name
        assert story.post(who, "citations/1/end").status_code == status, who.name


def test_law_and_books_are_cited_as_a_plain_list_and_taken_out_once(world, cast, story):
    story.until("drafting")
    law = {"kind": "law", "title": "Charter, Article 21", "address": "https://example.org/charter"}
    for wrong in ({"title": ""}, {"address": "javascript:alert(1)"}, {"seen_on": "2999-01-01"},
                  {"kind": "thread"}, {"title": "x" * 201}):  # fmt: skip
        assert story.post(cast.dalia, "sources", **{**law, **wrong}).status_code == 422, wrong
    story.done(cast.dalia, "sources", **law, seen_on="2026-01-31", source="Official Journal")
    story.done(cast.dalia, "sources", kind="literature", title="A <b>handbook</b>")
    page = work(story, cast.dalia)
    assert "A &lt;b&gt;handbook&lt;/b&gt;" in page
    assert "Official Journal" in page
    for _ in range(2):
        story.done(cast.dalia, "citations/1/end", form_token="u" * 16)
    assert [c.title for c in world.rows(CaseCitation)] == ["A <b>handbook</b>"]


def test_a_source_that_closed_to_the_asker_is_not_handed_over(world, cast, story, shelf):
    story.until("drafting")
    story.done(cast.dalia, "citations", pasted=shelf["both"])

    def close():
        for space in db.session.scalars(select(Space).where(Space.visibility == NETWORK)):
            space.visibility = CONFIDENTIAL

    world.do(close)
    refused = story.post(cast.dalia, "review-request")
    assert refused.status_code == 409
    assert "[1]: who asked cannot open this." in refused.text
    assert story.case.state == "drafting"
    story.done(cast.dalia, "citations/1/end")
    story.done(cast.dalia, "review-request")


def test_versions_of_the_draft_say_who_wrote_them_and_what_differs(cast, story):
    story.until("drafting")
    assert "All versions" in cast.cleo.browser.page(f"{story.address}/work/versions")
    story.done(cast.dalia, "drafts", body="The long answer of Dalia.", revision="1")
    story.done(cast.dalia, "drafts", body="The short answer of Dalia.", revision="2")
    found = cast.cleo.browser.get(f"{story.address}/work?post=1")
    assert found.headers["Location"].endswith(f"{story.address}#w1"), "as search leads to it"
    page = cast.cleo.browser.page(f"{story.address}/work/versions")
    assert "From version 2 to version 3" in page
    assert re.search(r"<del>.*?long.*?</del>", page)
    assert re.search(r"<ins>.*?short.*?</ins>", page)
    other = cast.cleo.browser.page(f"{story.address}/work/versions?old=3&new=1")
    assert "From version 1 to version 3" in other
    assert "From version 2 to version 3" in cast.cleo.browser.page(
        f"{story.address}/work/versions?old=99&new=x"
    )
    assert cast.omar.browser.sees(f"{story.address}/work/versions") == 403
    assert cast.eve.browser.sees(f"{story.address}/work/versions") == 404


def test_two_who_change_one_version_see_both_texts_and_what_differs(cast, story):
    story.until("drafting")
    story.done(cast.dalia, "drafts", body="From one window.", revision="1")
    answer = story.post(cast.dalia, "drafts", body="From another window.", revision="1")
    assert answer.status_code == 409
    assert "From one window." in answer.text
    assert "From another window." in answer.text
    assert re.search(r"<ins>.*?another.*?</ins>", answer.text)


def test_whoever_reads_by_a_form_that_comes_back_is_known_to_have_read(cast, story):
    story.until("drafting")
    assert "Cleo" not in _who_has_read(story)
    answer = story.post(cast.cleo, "notes", note="  ")
    assert answer.status_code == 422
    assert "Notes to those who work" in answer.text
    assert "Cleo" in _who_has_read(story)


@pytest.mark.parametrize("shows", ["name", "nothing"])
def test_citing_tells_nobody_which_spaces_a_hidden_asker_is_in(world, cast, story, shows):
    room = world.space(RESTRICTED, member=[cast.omar, cast.dalia])
    thread = world.thread(room, cast.dalia, "Between few")
    story.until("drafting", shows_requester_as=shows)
    answer = story.post(cast.dalia, "citations", pasted=thread.address)
    assert answer.status_code == (303 if shows == "name" else 422)
    story.done(cast.dalia, "citations", pasted=world.thread(world.space(), cast.eve).address)


def _who_has_read(story):
    return story.page(story.asker).partition('id="read-title"')[2].partition("</section>")[0]


def test_every_id_of_a_page_with_many_forms_stands_there_once(cast, story):
    """On the case's own page, where it is worked on, and on its copy."""
    pages = []
    for state, who, path in (
        ("matching", "cleo", ""),
        ("drafting", "dalia", ""),
        ("drafting", "dalia", "/work"),
        ("delivered", "omar", ""),
        ("delivered", "omar", "/publication"),
    ):
        story.until(state)
        pages.append(getattr(cast, who).browser.page(f"{story.address}{path}"))
    for page in pages:
        ids = re.findall(r'\bid="([^"]*)"', page)
        assert sorted(ids) == sorted(set(ids))
