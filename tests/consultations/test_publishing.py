"""A copy for the public: proposed, redacted by a person, agreed to by all, signed, published, withdrawn."""

import re

import pytest
from sqlalchemy import select

from hrcn_community.accounts.places import put_outside
from hrcn_community.consultations.models import Case, NotFromHere, ReasonMissing
from hrcn_community.consultations.models.publication import (
    CasePublication,
    PublicationConsent,
)
from hrcn_community.consultations.publication import (
    NEEDS_REASON,
    PUBLICATION,
    Publication,
    PublicationDeed,
)
from hrcn_community.core.db import db
from hrcn_community.knowledge.models import PublishedAnswer
from hrcn_community.notifications.models import Notice
from hrcn_community.spaces.models import Space
from tests.consultations.copying import ANSWER, QUESTION, Copy
from tests.letterbox import read
from tests.racing import at_once


@pytest.fixture
def copy(story, cast) -> Copy:
    story.ask(question=QUESTION, city="graz")
    for _reached, who, path, more in story._way()[:-1]:
        story.done(who, path, **({"body": ANSWER} if path == "drafts" else more))
    return Copy(story, cast)


def test_a_deed_leads_where_the_table_says_and_nowhere_else():
    for state in Publication:
        for deed in PublicationDeed:
            row, to = CasePublication(state=state), PUBLICATION.get((state, deed))
            if to is None:
                with pytest.raises(NotFromHere):
                    row.move(deed, "because")
                assert row.state == state
                continue
            if deed in NEEDS_REASON:
                with pytest.raises(ReasonMissing):
                    row.move(deed, " ")
            row.move(deed, "because")
            assert row.state == to
    edits = {to for (state, deed), to in PUBLICATION.items() if deed == "edit"}
    assert edits == {Publication.PROPOSED}, "an edit voids every consent"
    assert (Publication.PUBLISHED, "edit") not in PUBLICATION


def test_from_the_delivered_words_to_a_page_that_anyone_reads(world, cast, copy, public, worker):
    assert "Others can learn from this answer" in copy.story.page(cast.omar)
    copy.done(cast.dalia)
    assert {"Graz", "Omar", "3 May 2025", "omar.h@example.org", "@omar"} <= set(copy.found())
    assert {"Dalia", "/consultations/C-ABCDEFGH", "plan.pdf"} <= set(copy.found())
    marked = cast.dalia.browser.page(f"{copy.here}/redaction")
    assert "<mark>omar.h@example.org</mark>" in marked
    assert copy.post(cast.dalia, "handing-on").status_code == 409, "nothing goes on undecided"
    copy.done(cast.dalia, "redaction", **copy.words(), **copy.decided(keep=["Graz"]))
    copy.done(cast.dalia, "naming", is_named="y")
    assert copy.found() == ["Graz"]
    assert "Every city is one." in cast.dalia.browser.page(f"{copy.here}/redaction")
    copy.done(cast.dalia, "handing-on")
    page = cast.omar.browser.page(copy.here)
    assert f"{copy.row.print[:4]} {copy.row.print[4:8]}" in page
    assert "May Graz ask [left out] for papers" in page
    assert copy.agree(cast.omar).status_code == 303
    assert copy.agree(cast.dalia).status_code == 303
    assert copy.agree(cast.cleo, "signature").status_code == 303
    answer = copy.post(cast.cleo, "publishing")
    address = answer.headers["Location"]
    assert copy.post(cast.cleo, "publishing").status_code == 409
    shown = public.page(address)
    assert "May Graz ask [left out] for papers" in shown
    assert "CC BY-SA 4.0" in shown
    assert "Dalia" in shown
    assert address in public.page("/answers")
    assert address in public.page("/knowledge")
    assert "Sleep needs no papers" in public.page("/answers/feed.atom")
    found = public.page("/search?q=%22needs+no+papers%22")
    assert address in found
    assert copy.story.case.state == "delivered", "the source stays where it was"
    worker()
    told = {(n.person_id, n.kind) for n in world.rows(Notice) if n.kind.startswith("copy.")}
    assert {(cast.omar.id, "copy.consent"), (cast.dalia.id, "copy.consent")} <= told
    assert {(cast.omar.id, "copy.published"), (cast.dalia.id, "copy.published")} <= told
    notices = [n for n in world.rows(Notice) if n.kind.startswith("copy.")]
    assert {(n.title, n.address) for n in notices} == {(copy.story.case.ref, copy.here)}


def test_the_first_page_says_to_each_in_turn_what_waits_for_them(cast, copy):
    turns = (
        ("redacted", cast.omar, "and say yes or no"),
        ("requester_consent", cast.dalia, "and say yes or no"),
        ("author_consent", cast.cleo, "Read and sign the copy for the public"),
    )
    steps = {"requester_consent": cast.omar, "author_consent": cast.dalia}
    copy.until("redacted")
    for state, who, words in turns:
        if state in steps:
            assert copy.agree(steps[state]).status_code == 303
        for each in (cast.omar, cast.dalia, cast.cleo, cast.ruth):
            assert (words in each.browser.page("/")) is (each is who), (state, each.name)


def test_mail_of_a_copy_bears_the_reference_and_a_link_alone(copy, worker, mailbox):
    copy.until("published")
    worker()
    mails = [mail for mail in read(mailbox()) if "/publication" in mail.text]
    assert mails
    for mail in mails:
        assert mail.subject == copy.story.case.ref
        assert re.fullmatch(rf"http://\S+{copy.here}", mail.text.strip()), mail.text


def test_only_those_with_a_part_do_their_part(world, cast, copy):
    """Whoever may not read the case meets nothing; whoever reads it and has no part does nothing."""
    paths = {
        "": (),
        "redaction": (cast.omar, cast.ruth),
        "handing-on": (cast.omar, cast.ruth),
        "consent": (cast.ruth, cast.chandra, cast.cleo),
        "refusal": (cast.ruth, cast.chandra, cast.cleo),
        "signature": (cast.omar, cast.dalia, cast.ruth),
        "signature/refusal": (cast.omar, cast.dalia, cast.ruth),
        "publishing": (cast.omar, cast.dalia, cast.ruth),
        "withdrawal": (cast.dalia, cast.ruth, cast.chandra),
    }
    for eve in (cast.eve, cast.tomas, cast.ines):
        assert {copy.post(eve, path, reason="x").status_code for path in paths} == {404}
        assert eve.browser.sees(copy.here) == 404
    assert copy.post(cast.ruth).status_code == 403
    copy.until("redacted")
    before = (copy.row.state, copy.row.print)
    for path, others in paths.items():
        for other in others:
            assert copy.post(other, path, reason="x").status_code == 403, (path, other.name)
    assert cast.ruth.browser.sees(copy.here) == 200
    assert cast.ruth.browser.sees(f"{copy.here}/redaction") == 403
    assert (copy.row.state, copy.row.print) == before


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(cast, copy):
    copy.until("proposed")
    wrong = copy.words(title="", answer="Words that I wrote.")
    wrong |= {"found-0-words": "Graz", "found-0-decision": "replace", "found-0-instead": ""}
    wrong |= {"found-1-words": "Omar", "found-1-decision": "keep", "found-1-reason": ""}
    answer = copy.post(cast.dalia, "redaction", **wrong)
    assert answer.status_code == 422
    for words in ("Words that I wrote.", "gives nobody away", "stands in its place", "Say why"):
        assert words in answer.text
    assert copy.row.answer == ANSWER
    copy.done(cast.dalia, "redaction", **copy.words(), **copy.decided())
    copy.done(cast.dalia, "handing-on")
    answer = copy.post(cast.omar, "consent", seen=copy.row.print)
    assert answer.status_code == 422
    assert "Say that you have read the whole text." in answer.text
    assert copy.post(cast.omar, "refusal", reason=" ").status_code == 422
    assert copy.post(cast.omar, "withdrawal").status_code == 422
    assert copy.row.state == "redacted"


def test_what_leads_back_can_never_stay(cast, copy):
    copy.until("proposed")
    back = ["/consultations/C-ABCDEFGH", "plan.pdf", "@omar"]
    copy.done(cast.dalia, "redaction", **copy.words(), **copy.decided(keep=back))
    assert set(copy.found()) == set(back)
    assert copy.post(cast.dalia, "handing-on").status_code == 409
    assert "cannot stay" in cast.dalia.browser.page(f"{copy.here}/redaction")


@pytest.mark.parametrize("shows", ["name", "nothing"])
def test_writing_name_after_name_tells_nobody_who_hides(world, cast, story, shows):
    story.ask(by=world.person("Xandrilo"), shows_requester_as=shows)
    story.until("delivered")
    copy = Copy(story, cast).until("proposed")
    copy.done(cast.dalia, "redaction", **copy.words(answer="We hear that Xandrilo asks."))
    assert ("Xandrilo" in copy.found()) == (shows == "name")


def test_consent_lapses_when_a_word_changes_and_both_are_told(world, cast, copy, worker):
    copy.until("signed")
    seen = copy.row.print
    copy.done(cast.dalia, "redaction", **copy.words())
    assert copy.row.state == "signed", "nothing changed, so nothing lapses"
    copy.done(cast.dalia, "redaction", **copy.words(answer="Sleep needs no paper."))
    assert copy.row.state == "proposed"
    assert copy.row.signed_by_id is None
    assert all(consent.lapsed_at for consent in world.rows(PublicationConsent))
    worker()
    lapsed = {n.person_id for n in world.rows(Notice) if n.kind == "copy.lapsed"}
    assert lapsed == {cast.omar.id}, "Dalia changed it herself"
    copy.done(cast.dalia, "handing-on")
    old = {"seen": seen, "has_read": "y"}
    assert copy.post(cast.omar, "consent", **old).status_code == 409, "of the text before"
    assert copy.post(cast.cleo, "publishing").status_code == 409
    assert copy.agree(cast.omar).status_code == 303


def test_who_is_named_is_part_of_what_all_agree_to(world, cast, copy):
    copy.until("signed")
    copy.done(cast.dalia, "naming")
    assert copy.row.state == "signed", "nothing changed, so nothing lapses"
    seen = copy.row.print
    copy.done(cast.dalia, "naming", is_named="y")
    assert (copy.row.state, copy.row.signed_by_id) == ("proposed", None)
    assert all(consent.lapsed_at for consent in world.rows(PublicationConsent))
    copy.done(cast.dalia, "handing-on")
    page = cast.omar.browser.page(copy.here)
    assert re.search(r"Written by</dt>\s*<dd>Dalia", page), "they read the name before they agree"
    assert copy.post(cast.omar, "consent", seen=seen, has_read="y").status_code == 409
    for who, path in ((cast.omar, "consent"), (cast.dalia, "consent"), (cast.cleo, "signature")):
        assert copy.agree(who, path).status_code == 303
    assert copy.post(cast.omar, "naming", is_named="y").status_code == 409, "an author alone"
    world.do(lambda: _step_out(copy.story.case, cast.dalia))
    assert copy.post(cast.cleo, "publishing").status_code == 409, "without the name it is another"


def _step_out(case: Case, person) -> None:
    put_outside(db.session.get_one(Space, case.working_space_id), person.id)


def test_of_a_consent_and_an_edit_at_once_the_consent_never_holds_for_other_words(
    world, cast, copy
):
    copy.until("redacted")
    seen, words = copy.row.print, copy.words(answer="Other words.")
    ways = (
        lambda: copy.post(cast.omar, "consent", seen=seen, has_read="y").status_code,
        lambda: copy.post(cast.dalia, "redaction", **words).status_code,
    )
    answers = at_once(ways)
    assert set(answers) <= {303, 409}
    assert copy.row.state == "proposed"
    assert copy.row.answer == "Other words."
    assert [c for c in world.rows(PublicationConsent) if c.lapsed_at is None] == []


def test_who_wrote_reviewed_or_redacted_it_does_not_sign(cast, copy):
    copy.until("proposed")
    copy.done(cast.cleo, "redaction", **copy.words(), **copy.decided())
    copy.done(cast.cleo, "handing-on")
    for who in (cast.omar, cast.dalia):
        assert copy.agree(who).status_code == 303
    assert copy.agree(cast.cleo, "signature").status_code == 409
    assert "Sign this text" not in cast.cleo.browser.page(copy.here)
    assert copy.agree(cast.chandra, "signature").status_code == 303
    assert copy.row.signed_by_id == cast.chandra.id


def test_a_no_brings_it_back_with_its_reason(cast, copy):
    copy.until("requester_consent")
    copy.done(cast.dalia, "refusal", reason="One street can be recognised.")
    assert copy.row.state == "proposed"
    assert "One street can be recognised." in cast.omar.browser.page(copy.here)
    copy.done(cast.dalia, "handing-on")
    copy.agree(cast.omar)
    copy.agree(cast.dalia)
    copy.done(cast.cleo, "signature/refusal", reason="Too close to the press.")
    assert copy.row.state == "proposed"


def test_whose_wish_was_no_is_not_asked_and_can_say_otherwise(cast, story):
    story.ask(publication="no")
    assert story.case.publication_wish == "no"
    for _reached, who, path, more in story._way()[:-1]:
        story.done(who, path, **more)
    copy = Copy(story, cast)
    assert copy.post(cast.cleo).status_code == 409
    assert "does not want this to become public" in cast.cleo.browser.page(copy.here)
    copy.done(cast.omar)
    assert (copy.row.state, story.case.publication_wish) == ("proposed", "ask")


def test_withdrawn_it_is_gone_at_once_and_what_comes_later_is_a_new_one(world, cast, copy, public):
    copy.until("published")
    [answer] = world.rows(PublishedAnswer)
    assert public.sees(answer.address) == 200
    copy.done(cast.omar, "withdrawal", reason="It hurts somebody.")
    gone = public.get(answer.address)
    assert gone.status_code == 410
    assert "It was withdrawn" in gone.text
    for path in ("/answers", "/answers/feed.atom", "/knowledge", "/search?q=%22needs+no+papers%22"):
        assert answer.slug not in public.page(path)
        assert "Sleep needs" not in public.page(path)
    assert copy.row.state == "withdrawn"
    assert copy.post(cast.omar, "withdrawal", reason="Again.").status_code == 409
    copy.until("published")
    first, second = world.rows(CasePublication)
    assert (first.state, second.state) == ("withdrawn", "published")
    assert public.sees(answer.address) == 410


def test_the_core_team_takes_it_down_by_office_and_learns_nothing_of_the_case(world, cast, copy):
    """Ines is of the core team, and not inside the case."""
    copy.until("published")
    [answer] = world.rows(PublishedAnswer)
    ines = cast.ines
    down = f"{answer.address}/withdrawal"
    assert cast.eve.browser.post(down, {"reason": "x"}).status_code == 403
    assert ines.browser.post(down, {"reason": ""}).status_code == 422
    done = ines.browser.post(down, {"reason": "Somebody was recognised."})
    assert (done.status_code, done.headers["Location"]) == (303, "/answers")
    assert ines.browser.post(down, {"reason": "Again."}).status_code == 410
    assert copy.row.state == "withdrawn"
    assert "Somebody was recognised." in cast.omar.browser.page(copy.here)


def test_what_is_not_in_the_table_is_refused_with_409_and_nothing_changes(world, cast, copy):
    """Every deed, by somebody who may do it, well filled in, in every state that leads it nowhere."""
    deeds = {
        "edit": (cast.dalia, "redaction", lambda: copy.words(answer="Something else.")),
        "redact": (cast.dalia, "handing-on", dict),
        "consent_as_requester": (cast.omar, "consent", dict),
        "consent_as_author": (cast.dalia, "consent", dict),
        "decline": (cast.omar, "refusal", dict),
        "sign": (cast.cleo, "signature", dict),
        "send_back": (cast.cleo, "signature/refusal", dict),
        "publish": (cast.cleo, "publishing", dict),
        "withdraw": (cast.omar, "withdrawal", dict),
    }
    tried = 0
    for state in Publication:
        if state == "none":
            continue
        if state == "withdrawn":
            copy.done(cast.omar, "withdrawal", reason="So.")
        else:
            world.do(lambda state=state: _begin_anew())
            copy.until(state)
        for deed, (who, path, words) in deeds.items():
            if (state, deed) in PUBLICATION or (deed == "redact" and state == "proposed"):
                continue
            fields = {"reason": "So.", "seen": copy.row.print, "has_read": "y", **words()}
            before = (copy.row.state, copy.row.print)
            assert copy.post(who, path, **fields).status_code == 409, (state, deed)
            assert (copy.row.state, copy.row.print) == before
            tried += 1
    assert tried > 30


def _begin_anew() -> None:
    for row in db.session.scalars(select(CasePublication)):
        db.session.delete(row)


def test_two_proposals_at_once_make_one_copy(world, cast, copy):
    answers = at_once(
        [lambda: copy.post(cast.omar).status_code, lambda: copy.post(cast.dalia).status_code]
    )
    assert sorted(answers) == [303, 409]
    assert len(world.rows(CasePublication)) == 1
