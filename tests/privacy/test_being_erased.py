"""Asking to be erased, coming back, and what is found of somebody afterwards: nothing."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from hrcn_community.accounts.models import Invitation, Letter, Person, Persona, Standing, WrongTry
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.attachments.upkeep import sweep
from hrcn_community.conversations.actions.trail import leave_trail
from hrcn_community.conversations.models import (
    Bookmark,
    Conversation,
    Draft,
    Poll,
    PollChoice,
    PollVote,
    Post,
    PostReaction,
    TrailKind,
)
from hrcn_community.conversations.queries.polls_found import voter_print
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.sealing import keyed_print
from hrcn_community.notifications.models import Mail
from hrcn_community.privacy.models import Erasure, Fading, Naming
from hrcn_community.privacy.upkeep import let_pseudonyms_fade
from hrcn_community.receiving.models import MailedOriginal
from tests.attachments.sending import add, reply_with
from tests.browsing import PASSWORD, Browser, follow
from tests.discussions.masks import a_masking_space, persona_in, reply_masked
from tests.factories import CONFIDENTIAL, NETWORK, RESTRICTED, Told
from tests.privacy.leaving import ask_to_go, be_erased, let_days_pass
from tests.privacy.walking import columns_that_hold, files_that_hold, numbers_in_json, ties_to

SEVERAL = 987_654_321  # an id that stands for nothing else in any row
NAME, HANDLE = "Zora Zaunkoenig", "zora-zaunkoenig"
EMAIL = f"{HANDLE}@example.org"


@pytest.fixture
def zora(world, cast):
    assert cast.cleo
    assert cast.tomas
    assert cast.ines
    return world.person(NAME, id=SEVERAL)


def _hang_everything_on(world, cast, zora) -> dict[str, Told]:
    """Let somebody leave a trace in every room, and others speak of them."""
    space = world.space(NETWORK, member=[zora, cast.ben], facilitator=cast.chandra)
    closed = world.space(RESTRICTED, "Behind a door", member=[zora, cast.ben], facilitator=cast.eve)
    unrun = world.space(CONFIDENTIAL, "Nobody runs it", member=[zora, cast.ben])
    own = world.thread(space, zora, "Roofs", "I am for roofs.", [(cast.ben, f"So says @{HANDLE}.")])
    talked = world.thread(
        space,
        cast.ben,
        f"What {NAME} thinks",
        f"Write to {EMAIL}, or see /people/{HANDLE}. {NAME} knows. Zora-Zaunkoenig, too.",
        [(zora, "I do not.")],
    )
    world.thread(closed, cast.ben, "Within", f"Here {NAME} said much.")
    world.thread(unrun, cast.ben, "Alone", f"Of {NAME} nobody else may read.")
    ben = cast.ben

    def hang() -> None:
        post = db.session.scalars(select(Post).where(Post.author_id == zora.id)).first()
        assert post
        db.session.add(
            Draft(
                person_id=ben.id,
                place="x",
                space_id=space.id,
                saved_at=clock.now(),
                fields={"body": f"{NAME} and @{HANDLE}, {EMAIL}"},
            )
        )
        db.session.add(
            Bookmark(person_id=ben.id, post_id=post.id, note=f"by {NAME}", marked_at=clock.now())
        )
        db.session.add(
            PostReaction(post_id=post.id, person_id=ben.id, kind="thanks", reacted_at=clock.now())
        )
        db.session.add(MailedOriginal(post_id=post.id, text="mine alone", received_at=clock.now()))
        other = db.session.scalars(select(Post).where(Post.author_id == ben.id)).first()
        assert other
        db.session.add(
            PostReaction(post_id=other.id, person_id=zora.id, kind="thanks", reacted_at=clock.now())
        )
        other.reactions = {"thanks": 1}
        db.session.add(
            MailedOriginal(post_id=other.id, text=f"{NAME} wrote:", received_at=clock.now())
        )
        db.session.add(
            Invitation(
                ref="inv",
                token_hash="t",
                email=EMAIL,
                invited_by_id=ben.id,
                invited_at=clock.now(),
                expires_at=clock.now(),
            )
        )
        db.session.add(
            Letter(
                ref="let",
                print="p",
                topic="other",
                email=EMAIL,
                body="Let me in",
                written_at=clock.now(),
            )
        )
        db.session.add(
            Mail(
                recipient="ben@example.org",
                subject=f"{NAME} invites",
                body=f"{NAME} waits",
                message_id="<m>",
                due_at=clock.now() + timedelta(days=90),
            )
        )
        conversation = db.session.get_one(Conversation, talked.conversation_id)
        leave_trail(conversation, TrailKind.RENAMED, by=viewer_of(zora.id), former=f"Of @{HANDLE}")

    world.do(hang)
    return {"own": own, "talked": talked, "closed": closed}


def _traces(app, *, but: tuple[str, ...] = ()) -> dict[str, list[str]]:
    found = columns_that_hold(app, NAME, "zaunkoenig", EMAIL)
    return {column: hits for column, hits in found.items() if column not in but}


@pytest.mark.parametrize("texts", ["keep", "empty"])
def test_afterwards_nothing_names_them_but_what_waits_to_be_looked_at(
    app, world, cast, zora, texts, worker
):
    things = _hang_everything_on(world, cast, zora)
    zora.browser.page("/settings")
    zora.browser.post("/sign-in", email=EMAIL, password="wrong")
    worker()
    assert len(world.rows(WrongTry)) == 2
    assert len(_traces(app)) > 10, "what is looked for must be there before"
    be_erased(zora, texts)

    listed = {(row.place, row.part) for row in world.rows(Naming)}
    assert listed == {("posts", "source"), ("conversations", "title")}
    waiting = {
        "posts.source",
        "posts.html",
        "posts.terms",
        "posts.title_terms",
        "revisions.source",
        "revisions.html",
        "conversations.title",
    }
    # The index holds what waits too; that it forgets is tried with the names blacked out.
    left = {c for c in _traces(app) if not c.startswith("post_index")}
    assert left <= waiting, left - waiting
    assert columns_that_hold(app, EMAIL, f"@{HANDLE}", f"people/{HANDLE}") == {}
    assert ties_to(app, zora.id) == []
    assert numbers_in_json(app, zora.id) == []
    assert columns_that_hold(app, str(SEVERAL)).keys() == {"people.id", "erasures.person_id"}
    assert len(world.rows(WrongTry)) == 1, "of where it came from, and none of the account"
    [row] = world.rows(Erasure)
    assert row.done_at
    assert row.sealed

    page = cast.ben.browser.page(things["own"].address)
    assert ("Erased account" in page) is (texts == "keep")
    assert ("I am for roofs." in page) is (texts == "keep")
    assert "So says @(erased)." in page
    assert world.rows(MailedOriginal)[-1].text == "(erased) wrote:"
    assert len(world.rows(MailedOriginal)) == 1
    assert {"thanks": 1} in [post.reactions for post in world.rows(Post)], "counts stay"
    assert cast.ben.browser.sees(f"/people/{HANDLE}") == 404


def test_names_that_were_looked_at_are_gone_from_everywhere(app, world, cast, zora, worker):
    things = _hang_everything_on(world, cast, zora)
    be_erased(zora)
    [erasure] = world.rows(Erasure)
    here = f"/admin/erasures/{erasure.ref}"
    page = cast.cleo.browser.page(here)
    assert "<mark>Zora Zaunkoenig</mark>" in page
    assert "Here" not in page, "of a closed space the core team sees nothing"
    assert "<mark>Zora Zaunkoenig</mark>" in cast.eve.browser.page(here)
    assert cast.ben.browser.sees(here) == 404
    assert cast.chandra.browser.sees("/admin/erasures") == 200
    assert here in cast.cleo.browser.page("/notifications").replace("&amp;", "&")
    for who in (cast.cleo, cast.eve):
        for naming in world.rows(Naming, fate="open"):
            answer = who.browser.post(f"/admin/erasures/names/{naming.ref}/black-out")
            assert answer.status_code in (303, 404)
    worker()
    assert _traces(app) == {}
    assert world.rows(Erasure)[0].sealed == ""
    assert "What (erased) thinks" in cast.ben.browser.page(things["talked"].address)
    first = world.rows(Naming)[0]
    assert cast.cleo.browser.post(f"/admin/erasures/names/{first.ref}/black-out").status_code == 409


def test_a_name_can_be_left_with_a_reason_and_by_nobody_else(app, world, cast, zora):
    space = world.space(RESTRICTED, member=cast.ben, facilitator=cast.eve)
    world.thread(space, cast.ben, "A bird", "The zaunkoenig is a wren.")
    be_erased(zora)
    [naming] = world.rows(Naming)
    address = f"/admin/erasures/names/{naming.ref}/leave"
    assert cast.eve.browser.sees(address) == 200
    for who, status in ((cast.cleo, 404), (cast.ben, 404)):
        assert who.browser.post(address, reason="It is a bird.").status_code == status
        assert who.browser.post(address.replace("leave", "black-out")).status_code == status
    assert cast.eve.browser.post(address, reason=" ").status_code == 422
    assert cast.eve.browser.post(address, reason="It is a bird.").status_code == 303
    [naming] = world.rows(Naming)
    assert (naming.fate, naming.reason) == ("left", "It is a bird.")
    assert world.rows(Erasure)[0].sealed == ""


def test_who_asked_is_gone_at_once_and_can_come_back(
    app, world, cast, zora, worker, mailbox, public
):
    thread = world.thread(world.space(NETWORK, member=zora), zora)
    other = Browser(app)
    other.let_in(zora.id)
    answer = ask_to_go(zora)
    assert "Your account is closed" in follow(zora.browser, answer)
    assert other.get("/settings").status_code == 401
    assert cast.ben.browser.sees(f"/people/{HANDLE}") == 404
    worker()
    assert "nothing is erased before" in mailbox()[-1]

    assert "do not belong together" in public.sign_in(EMAIL, "wrong").text
    page = public.sign_in(EMAIL, PASSWORD).text
    assert "You can come back" in page
    assert public.get("/settings").status_code == 401
    assert public.post("/sign-in/return", {"pass": "made up"}).status_code == 404
    token = page.split('name="pass" value="')[1].split('"')[0]
    assert public.post("/sign-in/return", {"pass": token}).status_code == 303
    assert public.post("/sign-in/return", {"pass": token}).status_code == 409
    assert public.sign_in(EMAIL, PASSWORD).status_code == 303
    let_days_pass(app)
    assert NAME in public.page(thread.address)
    assert world.rows(Person, id=zora.id)[0].standing == Standing.MEMBER


def test_the_last_mail_says_so_and_its_address_goes_with_it(app, world, zora, mailbox):
    before = len(mailbox())
    be_erased(zora, "empty")
    new = mailbox()[before:]
    assert len([mail for mail in new if EMAIL in mail]) == 1
    assert "This is our last mail" in new[-1].replace("=\n", "")
    assert [mail for mail in world.rows(Mail) if EMAIL in mail.recipient] == []


def test_nobody_goes_whom_others_need_nor_by_mistake(world, cast, zora):
    world.space(RESTRICTED, "Only hers", member=cast.ben, facilitator=zora)
    page = zora.browser.page("/settings/data/erasure")
    assert "Only hers" in page
    answer = ask_to_go(zora)
    assert answer.status_code == 422
    assert "Hand over first" in answer.text
    wrong = zora.browser.post("/settings/data/erasure", {"texts": "keep", "handle": "someone"})
    assert wrong.status_code == 422
    assert "That is not your handle" in wrong.text
    none = zora.browser.post("/settings/data/erasure", {"handle": HANDLE})
    assert none.status_code == 422
    assert "Choose what becomes of your texts" in none.text
    assert world.rows(Erasure) == []


def test_two_of_the_core_team_remain(world, cast):
    assert cast.cleo
    assert cast.tomas
    answer = ask_to_go(cast.cleo)
    assert answer.status_code == 422
    assert "of which two must remain" in answer.text


def test_whoever_must_be_kept_for_a_legal_matter_is_not_erased(world, zora, monkeypatch):
    monkeypatch.setattr(
        "hrcn_community.privacy.actions.erasing.held_openly", lambda person_id: True
    )
    assert "legal matter" in ask_to_go(zora).text
    monkeypatch.undo()
    assert ask_to_go(zora).status_code == 303
    monkeypatch.setattr("hrcn_community.privacy.actions.steps.held", lambda person_id: True)
    let_days_pass(zora.app)
    assert world.rows(Person, id=zora.id)[0].email == EMAIL
    monkeypatch.undo()
    let_days_pass(zora.app, later=timedelta(days=20))
    assert world.rows(Person, id=zora.id)[0].name == "Erased account"


@pytest.mark.parametrize("texts", ["keep", "empty"])
def test_a_pseudonym_can_never_be_led_back_and_fades_another_day(app, world, cast, zora, texts):
    space = a_masking_space(world, zora, cast.ben)
    thread = world.thread(space, cast.ben)
    follow(zora.browser, reply_masked(zora, thread))
    name = persona_in(world, space).name
    be_erased(zora, texts)
    assert world.rows(Persona) == []
    page = cast.ben.browser.page(thread.address)
    assert name in page
    assert "Said under a pseudonym." in page, "nothing happens to it on the day of its owner"
    [fading] = world.rows(Fading)
    assert fading.due_at - clock.now() > timedelta(hours=23)

    def fade() -> None:
        with clock.at(clock.now() + timedelta(days=45)):
            let_pseudonyms_fade()

    world.do(fade)
    page = cast.ben.browser.page(thread.address)
    assert ("Said under a pseudonym." in page) is (texts == "keep")
    assert world.rows(Fading) == []


def test_a_mention_of_somebody_else_stays(world, cast, zora):
    space = world.space(NETWORK, member=[zora, cast.ben])
    words = f"@{HANDLE}-two and @a-{HANDLE} and x{EMAIL} and /people/{HANDLE}2 are others."
    thread = world.thread(space, cast.ben, "Others", words)
    be_erased(zora)
    posts = world.rows(Post, conversation_id=thread.conversation_id)
    assert posts[0].source == words


def test_the_storage_sweep_keeps_the_ledger(app, world, zora):
    be_erased(zora)
    folder = Path(app.config["STORAGE_URL"].removeprefix("file://"))
    [noted] = folder.glob("le/ledger*")
    with app.app_context(), clock.at(clock.now() + timedelta(days=90)):
        sweep()
    assert noted.exists()
    assert files_that_hold(folder, NAME, EMAIL, HANDLE) == []


def test_votes_stay_counted_and_nobody_finds_whose_they_were(world, cast, zora):
    space = world.space(NETWORK, member=[zora, cast.ben])
    thread = world.thread(space, cast.ben, replies=[(cast.ben, "And?")])

    def vote() -> list[str]:
        posts = select(Post.id).where(Post.conversation_id == thread.conversation_id)
        prints = []
        for secret, post_id in zip((True, False), db.session.scalars(posts).all(), strict=True):
            poll = Poll(post_id=post_id, question="Which?", is_anonymous=secret, voter_count=1)
            db.session.add(poll)
            db.session.flush()
            choice = PollChoice(poll_id=poll.id, position=1, words="This")
            db.session.add(choice)
            db.session.flush()
            prints.append(voter_print(poll.id, zora.id))
            whose = None if secret else zora.id
            place = {"poll_id": poll.id, "choice_id": choice.id}
            db.session.add(PollVote(**place, voter=prints[-1], person_id=whose))
        return prints

    prints = world.do(vote)
    be_erased(zora)
    votes = world.rows(PollVote)
    assert len(votes) == 2
    assert {vote.voter for vote in votes} & set(prints) == set()
    assert zora.id not in {vote.person_id for vote in votes}
    assert [poll.voter_count for poll in world.rows(Poll)] == [1, 1]


def test_the_name_of_a_file_is_looked_at_too(app, world, cast, zora, worker):
    space = world.space(NETWORK, member=cast.ben)
    thread = world.thread(space, cast.ben)
    file = add(cast.ben.browser, name="With Zora Zaunkoenig.png")
    follow(cast.ben.browser, reply_with(cast.ben, thread, file))
    be_erased(zora)
    [naming] = world.rows(Naming)
    assert (naming.place, naming.part) == ("attachments", "name")
    assert "With <mark>" in cast.cleo.browser.page(f"/admin/erasures/{world.rows(Erasure)[0].ref}")
    cast.cleo.browser.post(f"/admin/erasures/names/{naming.ref}/black-out")
    worker()
    assert _traces(app) == {}
    assert "With (erased).png" in cast.ben.browser.page(thread.address)


def test_the_index_forgets_the_words_of_a_text_that_went(app, world, zora):
    world.thread(world.space(NETWORK, member=zora), zora, body="Rhododendron.")
    assert columns_that_hold(app, "rhododendron")
    be_erased(zora, "empty")
    assert columns_that_hold(app, "rhododendron") == {}


def test_what_was_counted_under_an_address_goes_with_it(world, zora, public):
    public.sign_in(zora.email, "not-her-password")
    public.post("/sign-in/reset", email=zora.email)
    subjects = [f"account {zora.email}", f"reset {zora.email}"]
    prints = world.ask(lambda: [keyed_print("tries", each) for each in subjects])
    assert {row.subject for row in world.rows(WrongTry)} >= set(prints)
    be_erased(zora)
    assert {row.subject for row in world.rows(WrongTry)}.isdisjoint(prints)
