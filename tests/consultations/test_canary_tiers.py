"""Three cases, one of each tier that is not open to all: who meets a word of which, told in words.

Everybody asks for every page of the house that needs no name, and for every address of the three
cases. Who may read what is written down here as DOMAIN says it; the product's own rule is not asked.
"""

import re
from collections.abc import Iterator
from itertools import count

import pytest

from hrcn_community.conversations.models import Attachment, Post
from hrcn_community.core.db import db
from tests.addresses import filled, rules
from tests.canary.placed import taken_along
from tests.canary.planted import told
from tests.consultations.sealed import hang_a_file, open_file
from tests.letterbox import read
from tests.papers import readable

WORDS = {"network": "zaunkoenig", "confidential": "rohrdommel", "sealed": "wachtelkoenig"}
AT_WORK = {"network": "kiebitznest", "confidential": "pirolgesang", "sealed": "uhuruf"}
# Omar asks, Dalia advises, Cleo leads, Chandra facilitates at the desk. Of the others Tomas is of the
# core team, Ruth an advisor who has no part in it, Eve a practitioner; Adam runs the machine.
READERS = {
    "network": {"omar", "chandra", "cleo", "dalia", "ruth", "eve", "tomas"},
    "confidential": {"omar", "chandra", "cleo", "dalia"},
    "sealed": {"omar", "cleo", "dalia"},
}
WORKERS = {
    "network": {"chandra", "cleo", "dalia"},
    "confidential": {"chandra", "cleo", "dalia"},
    "sealed": {"cleo", "dalia"},
}
EVERYBODY = ("omar", "chandra", "cleo", "dalia", "ruth", "eve", "tomas", "adam")
NAMED = ("/consultations/", "/posts/", "/people/", "/cities/")
COMPANION = "tulpenzwiebel"  # stands beside every word, and may be searched for
FINDING = [
    f"/{where}={COMPANION}" for where in ("search?q", "search?typing=1&q", "threads/similar?title")
]
IN_TURN = ("/settings/", "/posts/", "/sign-in/", "/join/")
NAMES: dict[str, set[str]] = {}

pytestmark = pytest.mark.usefixtures("proved")


@pytest.fixture
def cases(world, cast, story, worker):
    """The three cases by their tier, each as far as its answer is being drafted."""
    found = {}
    NAMES.clear()
    for tier, word in WORDS.items():
        said = {
            "title": f"{word} title",
            "question": f"{word}?",
            "context": f"{word} {COMPANION}",
            "tried": word,
        }
        story.address = ""
        story.until("drafting", tier=tier, city="graz", decision_due="2027-03-04", **said)
        story.done(cast.cleo, "notes", note=AT_WORK[tier])
        found[tier] = story.case
        hang_a_file(world, cast.omar, story.case.conversation_id, f"{word}.txt")
    worker()
    return found


def test_each_word_is_met_by_whom_it_is_for_and_by_nobody_else(world, cast, cases, public):
    people = {name: getattr(cast, name).browser for name in EVERYBODY} | {"the public": public}
    met, never, betrayed = dict.fromkeys(people, ""), {}, []
    for name, address, hidden in _asked(world, cases, list(people)):
        answer = people[name].get(address)
        met[name] += readable(answer).lower().replace(address.lower(), "")
        there = name, _nowhere(address)
        if hidden and there not in never:
            never[there] = told(people[name].get(there[1]))
        if hidden and told(answer) != never[there]:
            betrayed.append(f"{name} at {address}: {answer.status_code}")
    assert betrayed == []
    for tier, case in cases.items():
        for word, readers in (
            (WORDS[tier], READERS[tier]),
            (AT_WORK[tier], WORKERS[tier]),
            (case.ref.lower(), READERS[tier]),
        ):
            assert {name for name, text in met.items() if word in text} == readers, word


def test_files_copies_and_mail_of_each(world, cast, cases, worker, mailbox):
    refs = {tier: _file_of(world, case).ref for tier, case in cases.items()}
    for name in EVERYBODY:
        person = getattr(cast, name)
        opens = {
            tier for tier, ref in refs.items() if open_file(world, person, ref).status_code == 200
        }
        assert opens == {tier for tier in refs if name in READERS[tier]}, name
        archive = world.do(lambda id_=person.id: taken_along(id_))
        met = {tier for tier, word in WORDS.items() if word in archive}
        assert met == (set(WORDS) if name == "omar" else set()), name
    mails = read(mailbox())
    assert mails
    for mail in mails:
        assert not [word for word in WORDS.values() if word in mail.all_said.lower()]


def test_whoever_asked_sees_who_opened_it_its_files_and_copies_too(world, cast, cases):
    for tier in ("confidential", "sealed"):
        case = cases[tier]
        assert "Dalia" not in _readers(cast.omar, case)
        assert open_file(world, cast.dalia, _file_of(world, case).ref).status_code == 200
        assert "Dalia" in _readers(cast.omar, case)
        assert "Cleo" not in _readers(cast.omar, case)


def _asked(world, cases, everybody: list[str]) -> Iterator[tuple[str, str, bool]]:
    """Yield who asks for which address, and whether nothing may stand there for them.

    For what is named there only those ask from whom it is hidden; for what is alike, two in turn.
    """
    turns = count()
    for case in cases.values():  # whoever may read it does, at its own addresses
        yield from ((name, case.address, False) for name in sorted(READERS[case.tier]))
        yield from ((name, f"{case.address}/work", False) for name in sorted(WORKERS[case.tier]))
    for address in _addresses(world, cases):
        hidden_from = sorted(_hidden_from(address))
        some, turn = hidden_from or everybody, next(turns)
        if address.startswith(IN_TURN):
            some = [some[(turn + each) % len(some)] for each in range(2)]
        yield from ((name, address, bool(hidden_from)) for name in some)


def _addresses(world, cases) -> list[str]:
    """Return every page that needs no name, those that search, and those of the cases and their posts."""
    app, named = world.app, _named(world, cases) | {"omar", "graz"}
    with app.app_context():
        found = {
            address
            for rule in rules(app, "GET")
            if not rule.arguments or rule.rule.startswith(NAMED)
            for address in filled(rule)
            if not rule.arguments or {*re.split(r"[/.]", address)} & named
        }
        db.session.remove()
    return sorted(found) + FINDING


def _named(world, cases) -> set[str]:
    """Write down who may know of which case and post; return each case and one post of it."""
    chosen = {case.ref for case in cases.values()}
    for tier, case in cases.items():
        NAMES[case.ref] = READERS[tier]
        for id_, readers in ((case.conversation_id, READERS), (case.work_id, WORKERS)):
            refs = [post.ref for post in world.rows(Post, conversation_id=id_)]
            NAMES.update(dict.fromkeys(refs, readers[tier]))
            if (tier == "confidential") == (readers is READERS):
                chosen.add(refs[0])
    return chosen


def _hidden_from(address: str) -> set[str]:
    """Return to whom nothing may stand at this address: whoever may not read what it names."""
    parts = re.split(r"[/.]", address)
    hidden = [{*EVERYBODY, "the public"} - NAMES[part] for part in parts if part in NAMES]
    return set().union(*hidden)


def _nowhere(address: str) -> str:
    """Return the address of something that never was, as long as this."""
    for ref in NAMES:
        address = address.replace(ref, "C-00000000" if ref.startswith("C-") else "0" * len(ref))
    return address


def _file_of(world, case) -> Attachment:
    posts = {post.id for post in world.rows(Post, conversation_id=case.conversation_id)}
    [file] = [each for each in world.rows(Attachment) if each.post_id in posts]
    return file


def _readers(person, case) -> str:
    """Return the part of a case's page that says who opened it."""
    page = person.browser.page(f"/consultations/{case.ref}")
    return page.partition('id="read-title"')[2].partition("</section>")[0]
