"""Proofs, roles, moderation, notes, distances: taken along by whom they are of, and forgotten."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from hrcn_community.accounts.erased import empty_row
from hrcn_community.accounts.models import (
    AddressChange,
    Affiliation,
    Distance,
    LinkedIdentity,
    Passkey,
    Person,
    RoleProposal,
    SpaceRemoval,
    Suspension,
)
from hrcn_community.conversations.models import Note, Post, WatchFinding
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.house import HouseWord
from hrcn_community.moderation.models import (
    About,
    Appeal,
    ContentNotice,
    Decision,
    LogEntry,
    Matter,
)
from hrcn_community.privacy.keeping_models import Hold, RetentionWarning
from hrcn_community.privacy.models import Naming
from hrcn_community.register.events import SettingChanged
from tests.accounts.devices import enrol_app
from tests.browsing import Browser, follow
from tests.factories import NETWORK, RESTRICTED, Somebody
from tests.privacy.leaving import ask_to_go, be_erased
from tests.privacy.test_taking_along import _archive, _ask
from tests.privacy.walking import columns_that_hold, numbers_in_json, ties_to

NUMBER = 987_654_321
NAME, HANDLE = "Zora Zaunkoenig", "zora-zaunkoenig"
EMAIL, FORMER = f"{HANDLE}@example.org", "former-zaunkoenig@example.org"


@pytest.fixture
def zora(world, cast) -> Somebody:
    """Somebody with a trace in whatever bears people's words or numbers, beside the rooms."""
    assert cast.cleo
    assert cast.tomas
    zora = world.person(NAME, city="Utrecht", id=NUMBER)
    space = world.space(NETWORK, member=[zora, cast.ben], facilitator=cast.chandra)
    thread = world.thread(space, zora, "Roofs", "Of roofs.", [(cast.ben, "Of walls.")])
    enrol_app(zora.browser)

    def hang() -> None:
        posts = select(Post).where(Post.conversation_id == thread.conversation_id)
        mine, bens = db.session.scalars(posts.order_by(Post.number)).all()
        now, ben, chandra = clock.now(), cast.ben.id, cast.chandra.id
        _hang_on_people(zora.id, ben, chandra, space.id)
        notes = (("n1", zora.id, "My own note."), ("n2", chandra, f"{NAME} again."))
        for ref, author, text in notes:
            where = {"post_id": bens.id, "space_id": space.id}
            db.session.add(Note(ref=ref, author_id=author, text=text, written_at=now, **where))
        bens.label, bens.label_words = "disputed", f"{NAME} says otherwise"
        found = WatchFinding(
            post_id=mine.id, space_id=space.id, phrase="roofs", deed="tell", found_at=now
        )
        db.session.add(found)
        _hang_in_moderation(zora.id, ben, chandra, bens)

    world.do(hang)
    return zora


def _hang_on_people(zora: int, ben: int, chandra: int, space_id: int) -> None:
    now = clock.now()
    later, day = now + timedelta(days=1), now.date()
    hashes = {"old_hash": "hash of old", "new_hash": "hash of new"}
    mails = {"old_email": EMAIL, "new_email": FORMER}
    key = {"credential_id": "an id", "public_key": "SECRETKEY"}
    proposed = {"role": "official", "proposed_at": now, "expires_at": later}
    db.session.add_all(
        [
            Passkey(ref="pk", person_id=zora, name="My telephone", added_at=now, **key),
            LinkedIdentity(person_id=zora, issuer="x", subject=f"id of {EMAIL}", linked_at=now),
            AddressChange(person_id=zora, expires_at=later, **mails, **hashes),
            Affiliation(
                person_id=zora, organisation_id=None, city_id=_a_city(), as_what="Head of roofs"
            ),
            RoleProposal(ref="r1", person_id=zora, reason="She knows roofs.", **proposed),
            RoleProposal(
                ref="r2", person_id=ben, reason=f"{NAME} said so.", proposed_by_id=zora, **proposed
            ),
            Suspension(person_id=ben, reason=f"He wrote to {EMAIL}.", began_at=now, by_id=zora),
            SpaceRemoval(
                ref="sr", space_id=space_id, person_id=zora, reason="Too loud.", removed_at=now
            ),
            Distance(ref="d1", person_id=zora, other_id=ben, kind="mute", since=now),
            Distance(ref="d2", person_id=ben, other_id=zora, kind="block", since=now),
            Distance(ref="d3", person_id=chandra, other_id=zora, kind="mute", since=now),
            RetentionWarning(rule="accounts", mark=f"{zora} 90", warned_at=now),
            Hold(
                ref="h",
                person_id=zora,
                reason=f"{NAME} is heard as a witness.",
                begins_at=now,
                review_on=day,
                ended_at=now - timedelta(days=1),
                ended_because=f"{NAME} was heard.",
            ),
            HouseWord(name="contact", value=EMAIL, changed_at=now),
        ]
    )
    record(SettingChanged(name="contact", old='""', new=f'"{EMAIL}"'))
    person = db.session.get_one(Person, zora)
    person.silences, person.has_public_page = {"1": "2099-01-01"}, True


def _hang_in_moderation(zora: int, ben: int, chandra: int, post: Post) -> None:
    now = clock.now()
    about = {"desk": "core", "category": "rule", "opened_at": now}
    of_post = Matter(ref="m1", post_id=post.id, person_id=ben, **about)
    of_profile = Matter(ref="m2", about=About.PROFILE, person_id=zora, **about)
    db.session.add_all([of_post, of_profile])
    db.session.flush()
    decided = Decision(
        ref="de",
        matter_id=of_post.id,
        measure="hide",
        ground="rule",
        facts=f"It names {NAME}.",
        reason="Names a person.",
        person_id=zora,
        decided_by_id=zora,
        decided_at=now,
    )
    db.session.add(decided)
    db.session.flush()
    filed = {"category": "rule", "filed_at": now}
    there, page = f"/posts/{post.ref}", f"/people/{HANDLE}"
    for ref, matter, address, more in (
        ("c1", of_post, there, {"explanation": "I am hurt.", "notifier_id": zora}),
        ("c2", of_post, there, {"explanation": "As a guest.", "notifier_email": EMAIL}),
        ("c3", of_profile, page, {"explanation": "False.", "notifier_id": ben}),
    ):
        if matter is of_profile:
            more = {**more, "noticed_text": f"{NAME}\nHead of roofs", "passage": NAME}
        else:
            more = {**more, "notifier_name": NAME, "passage": "Of walls."}
        notice = ContentNotice(
            ref=ref, matter_id=matter.id, address=address, print=f"print {ref}", **filed, **more
        )
        db.session.add(notice)
    entry = {"matter_id": of_post.id, "matter_ref": "m1", "space_id": None, "facts": {"code": "x"}}
    db.session.add_all(
        [
            Appeal(
                ref="ap",
                decision_id=decided.id,
                side="author",
                appellant_id=zora,
                reason="Mine.",
                filed_at=now,
            ),
            LogEntry(at=now, entered="decided", actor_id=zora, **entry),
        ]
    )


def _a_city() -> int:
    from_here = db.session.scalar(select(Person.city_id).where(Person.city_id.is_not(None)))
    assert from_here
    return from_here


def test_it_is_taken_along_without_a_secret_or_another_ones_words(world, zora, worker):
    _ask(zora)
    worker()
    whole = _archive(zora)
    assert isinstance(whole, zipfile.ZipFile)
    told = json.load(io.TextIOWrapper(whole.open("data.json"), "utf-8"))["chapters"]
    expected = {
        "passkeys": ("name", "My telephone"),
        "linked_identities": ("subject", f"id of {EMAIL}"),
        "address_changes": ("new_email", FORMER),
        "affiliations": ("as_what", "Head of roofs"),
        "role_proposals": ("reason", "She knows roofs."),
        "space_removals": ("reason", "Too loud."),
        "distances": ("kind", "mute"),
        "notes": ("text", "My own note."),
        "content_notices": ("explanation", "I am hurt."),
        "moderation_decisions": ("reason", "Names a person."),
        "moderation_appeals": ("reason", "Mine."),
    }
    said = {name: [row[column] for row in told[name]] for name, (column, _) in expected.items()}
    assert said == {name: [value] for name, (_, value) in expected.items()}
    assert len(told["code_keys"]) == 1
    assert told["recovery_codes"]
    pages = b"".join(whole.read(name) for name in whole.namelist()).decode()
    for never in ("SECRETKEY", "hash of", "again.", "Of walls.", "As a guest", "sealed", "_hash"):
        assert never not in pages, never


def test_and_afterwards_nothing_of_it_names_them(app, world, cast, zora):
    be_erased(zora, "empty")
    assert ties_to(app, zora.id) == []
    assert numbers_in_json(app, zora.id) == []
    assert columns_that_hold(app, EMAIL, FORMER, f"@{HANDLE}", f"people/{HANDLE}") == {}
    assert columns_that_hold(app, str(NUMBER)).keys() == {"people.id", "erasures.person_id"}
    listed = {(row.place, row.part) for row in world.rows(Naming)}
    assert listed == {
        ("notes", "text"),
        ("role_proposals", "reason"),
        ("holds", "reason"),
        ("holds", "ended_because"),
        ("moderation_decisions", "facts"),
        ("posts", "source"),  # its label
    }
    waiting = {f"{place}.{part}" for place, part in listed} | {"posts.label_words"}
    assert columns_that_hold(app, NAME).keys() <= waiting

    assert world.rows(Distance) == []
    assert world.rows(RetentionWarning) == []
    assert world.rows(WatchFinding) == []
    assert world.rows(HouseWord) == [], "the contact page has no address that is nobody's"
    notices = {row.ref: row for row in world.rows(ContentNotice)}
    assert {row.notifier_name + row.notifier_email for row in notices.values()} == {""}
    assert not {"print c1", "print c2"} & {row.print for row in notices.values()}
    assert (notices["c3"].noticed_text, notices["c3"].passage) == ("", "")
    assert all(row.decided_at for row in world.rows(Matter, ref="m2")), "nothing is left to decide"
    assert [row.actor_id for row in world.rows(LogEntry)] == [None]
    assert [row.facts for row in world.rows(LogEntry)] == [{"code": "x"}]
    for ref in ("m1", "m2"):
        assert cast.cleo.browser.sees(f"/moderation/matters/{ref}") == 200
    assert cast.ben.browser.sees("/moderation/notices/c3") == 200

    cast.cleo.browser.step_up()
    [label] = world.rows(Naming, place="posts")
    answer = cast.cleo.browser.post(f"/admin/erasures/names/{label.ref}/black-out")
    assert answer.status_code == 303
    assert "(erased) says otherwise" in [post.label_words for post in world.rows(Post)]


@pytest.mark.parametrize(("desk", "shown"), [("facilitators", True), ("one", False)])
def test_a_notice_that_others_decide_is_not_shown_to_whoever_runs_the_space(
    world, cast, desk, shown
):
    """It may be about them: there the name is blacked out by rule."""
    zora = world.person(NAME)
    space = world.space(RESTRICTED, "Closed", member=[zora, cast.ben], facilitator=cast.eve)
    thread = world.thread(space, cast.eve)

    def notice() -> None:
        now = clock.now()
        posts = select(Post.id).where(Post.conversation_id == thread.conversation_id)
        about = {
            "post_id": db.session.scalar(posts),
            "space_id": space.id,
            "person_id": cast.eve.id,
        }
        matter = Matter(ref="m", desk=desk, category="rule", opened_at=now, **about)
        db.session.add(matter)
        db.session.flush()
        filed = {"category": "rule", "filed_at": now, "print": "p", "address": "/posts/x"}
        words = f"She shouts at {NAME}."
        db.session.add(ContentNotice(ref="c", matter_id=matter.id, explanation=words, **filed))

    world.do(notice)
    be_erased(zora)
    [kept] = world.rows(ContentNotice)
    assert [row.space_id for row in world.rows(Naming)] == ([space.id] if shown else [])
    assert kept.explanation == f"She shouts at {NAME if shown else '(erased)'}."


def test_of_two_whose_profiles_were_noticed_both_can_go(app, world, cast, zora):
    """Both become nobody, of whom there may be but one open matter."""
    other = world.person("Quentin Quast")

    def notice() -> None:
        about = {"desk": "core", "category": "rule", "opened_at": clock.now()}
        db.session.add(Matter(ref="m3", person_id=other.id, **about))

    world.do(notice)
    be_erased(zora)
    be_erased(other)
    assert ties_to(app, other.id) == []


def test_an_emptied_row_is_as_if_nobody_had_ever_been_there(world, zora):
    """Every column of `people` is emptied, but the number, and the day that knows a copy again."""

    def fill() -> dict:
        person = db.session.get_one(Person, zora.id)
        person.is_settled = person.keeps_distance = True
        person.accepted_terms = person.accepted_privacy = 3
        person.shows_email = person.shows_bio = "everyone"
        person.two_step_due_at, person.last_seen_at = clock.now(), clock.now()
        db.session.flush()
        empty_row(person.id)
        db.session.refresh(person)
        columns = Person.__table__.columns.keys()
        return {name: getattr(person, name) for name in columns}

    left = world.do(fill)
    kept = {"id", "joined_at", "is_invented", "name", "handle", "email", "timezone", "standing"}
    kept |= {"name_key", "name_skeleton", "handle_skeleton", "site_role"}
    told = {name: value for name, value in left.items() if name not in kept and value}
    assert set(told.values()) == {"nobody"}
    assert all(name.startswith("shows_") for name in told)


def test_whoever_has_a_second_step_is_asked_for_it_to_come_back_and_again_to_come_in(
    app, world, cast, public
):
    codes = enrol_app(cast.ben.browser)
    assert ask_to_go(cast.ben).status_code == 303
    browser = Browser(app)
    answer = browser.sign_in(cast.ben.email)
    assert answer.headers["Location"].startswith("/sign-in/second-step")
    page = browser.post("/sign-in/second-step", code=codes.code()).text
    assert "You can come back" in page
    assert browser.get("/settings").status_code == 401
    token = page.split('name="pass" value="')[1].split('"')[0]
    assert "Sign in as before" in follow(browser, browser.post("/sign-in/return", {"pass": token}))
    answer = browser.sign_in(cast.ben.email)
    assert answer.headers["Location"].startswith("/sign-in/second-step")
    assert browser.sees("/settings") == 401
