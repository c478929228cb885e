"""kill -9 while sealed cases get other keys, and while cases are being sealed: no word is lost or left open."""

import http.client
import io
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import select

from config import read_settings
from hrcn_community.accounts.models import Person, SiteRole
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.app import create_app
from hrcn_community.attachments.actions import take_in
from hrcn_community.attachments.sealing import read_stored
from hrcn_community.bench.client import Ask, form
from hrcn_community.cli.running import refuse_wrong_keys
from hrcn_community.consultations.actions.asking import Request, submit_case
from hrcn_community.consultations.actions.papers import add_papers
from hrcn_community.consultations.models import Case
from hrcn_community.consultations.transitions import Tier
from hrcn_community.conversations.actions import write_post
from hrcn_community.conversations.actions.attaching import ChosenFile
from hrcn_community.conversations.models import Attachment, Conversation, Post, StoredFile
from hrcn_community.core.db import db, reading
from hrcn_community.core.events import Entry
from hrcn_community.spaces.models import Space, SpaceKey
from tests.prove.house import House
from tests.prove.taken_along import begin

NEWER = "bmV3ZXIga2V5IG5ld2VyIGtleSBuZXdlciBrZXkgbmU="
WORD = "Zaunkoenig"
CASES, POSTS, FILES = 6, 120, 3
INSIDE = f"{WORD} in a file. ".encode() * 20_000


@pytest.mark.timeout(600)
def test_keys_that_are_changed_under_kills_lose_no_word_and_no_file(house, proved):
    with house.app.app_context():
        _ask(Tier.SEALED)
        whole = _all_there_is()
        db.engine.dispose()
    first = _key_refs(house)
    older = (house.folder / "sealed_key").read_text().strip()
    both = house.environ | {"SEALED_KEYS": f"{NEWER},{older}"}
    kills = 0
    for patience in (0.0, 0.1, 0.3, 0.7, 1.5):
        kills += _resealed_for(house, both, patience)
        assert _all_with(both) == whole
    assert kills > 2
    said, _ = begin(both, "reseal", "--new-space-keys").communicate()
    assert f"{CASES} sealed consultations have another key" in said
    only = house.environ | {"SEALED_KEYS": NEWER}
    assert _all_with(only) == whole
    house.environ = only
    lying = _let_the_worker_end(house)
    assert WORD.encode() not in lying
    assert not [ref for ref in first if ref.encode() in lying]
    proved(
        f"kill -9 of hrcn reseal --new-space-keys over {CASES} sealed cases with a new key of the house",
        f"{kills} kills; after each every word and file opens, run again all have another key",
    )


@pytest.mark.timeout(600)
def test_cases_that_are_sealed_under_kills_are_open_or_sealed_and_never_half(house, proved):
    with house.app.app_context():
        addresses = _ask(Tier.CONFIDENTIAL)
        whole = _all_there_is()
        db.engine.dispose()
    house.start("serve")
    cookies, token = house.sign_in()
    stands = Counter()
    for number, address in enumerate(addresses):
        fields = {"csrf_token": token, "form_token": f"tier-{number}", "tier": "sealed"}
        ask = form("POST", f"{address}/tier", cookies, fields)
        _killed_while(house, ask, after=0.1 * number)
        with house.app.app_context(), reading():
            stands[_tier(address)] += 1
            assert _all_there_is() == whole
        house.client.ask(ask)
    with house.app.app_context(), reading():
        assert {_tier(address) for address in addresses} == {"sealed"}
        assert _all_there_is() == whole
    assert stands["confidential"]
    lying = _let_the_worker_end(house)
    assert WORD.encode() not in lying
    proved(
        f"kill -9 of the web server while {CASES} confidential cases are made sealed, one after the other",
        f"then {stands['confidential']} were as before and {stands['sealed']} wholly sealed; sent again, "
        "all are, and nothing of them lies open",
    )


def _ask(tier: Tier) -> list[str]:
    """Let somebody ask, with much that was said and some documents; return the addresses."""
    people = db.session.scalars(select(Person).order_by(Person.id).limit(3)).all()
    for lead in people[1:]:
        lead.site_role = SiteRole.CORE
    people[0].site_role = SiteRole.PRACTITIONER
    db.session.commit()
    addresses = []
    for number in range(CASES):
        said = Request(title=f"{WORD} {number}", question=f"{WORD}?", context=WORD, tier=tier)
        case = submit_case(said, by=viewer_of(people[0].id))
        by = viewer_of(people[0].id)
        for post in range(POSTS):
            write_post(case.conversation, f"{WORD} for the time {number}-{post}.", by=None)
        names = [f"{WORD}-{number}-{each}.txt" for each in range(FILES)]
        files = [take_in(io.BytesIO(INSIDE + name.encode()), name, by=by) for name in names]
        add_papers(case, WORD, [ChosenFile(each.id) for each in files], by=by)
        db.session.commit()
        addresses.append(case.address)
    return addresses


def _all_there_is() -> Counter[str]:
    """Return every word that was said in a case, its title and what is in its files, as who may read it reads."""
    inside = Post.conversation_id.in_(
        select(Conversation.id).where(Conversation.room == "consultations")
    )
    found = Counter(db.session.scalars(select(Post.source).where(inside)))
    found += Counter(
        db.session.scalars(select(Conversation.title).where(Conversation.room == "consultations"))
    )
    rows = select(StoredFile.name, StoredFile.key_ref).join(
        Attachment, Attachment.file_id == StoredFile.id
    )
    for name, key_ref in db.session.execute(rows).all():
        found[b"".join(read_stored(name, key_ref)).decode()] += 1
    assert found.total() > CASES * (POSTS + FILES)
    return found


def _resealed_for(house: House, environ: dict[str, str], patience: float) -> bool:
    """Let it run until the first case has another key, and so long on; return whether it was killed."""
    before = _key_refs(house)
    reseal = begin(environ, "reseal", "--new-space-keys")
    _wait(lambda: _key_refs(house) != before or reseal.poll() is not None)
    try:
        reseal.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        reseal.kill()
        reseal.communicate()
    return reseal.returncode < 0


def _all_with(environ: dict[str, str]) -> Counter[str]:
    """Return all there is as a house with these keys reads it; one that they do not fit does not start."""
    app = create_app(read_settings(environ))
    with app.app_context():
        refuse_wrong_keys()
        with reading():
            found = _all_there_is()
        db.engine.dispose()
    return found


def _key_refs(house: House) -> set[str]:
    """Return which keys stand there; a key that no space bears any more is gone."""
    with house.app.app_context(), reading():
        kept = set(db.session.scalars(select(SpaceKey.ref)))
        borne = set(db.session.scalars(select(Space.key_ref).where(Space.key_ref.is_not(None))))
    assert kept == borne
    return kept


def _tier(address: str) -> str:
    """Return the tier of a case; where it is sealed, all of its spaces bear a key, else none does."""
    case = db.session.scalars(select(Case).where(Case.ref == address.rpartition("/")[2])).one()
    ids = case.asking_space_id, case.working_space_id, case.papers_space_id
    keys = db.session.scalars(select(Space.key_ref).where(Space.id.in_(ids))).all()
    assert [bool(key) for key in keys] == [case.tier == Tier.SEALED] * 3
    return case.tier


def _killed_while(house: House, ask: Ask, after: float) -> None:
    def send() -> None:
        with suppress(OSError, http.client.HTTPException):
            house.client.ask(ask)

    sending = threading.Thread(target=send)
    sending.start()
    time.sleep(after)
    house.kill("serve")
    sending.join()
    house.start("serve")


def _let_the_worker_end(house: House) -> bytes:
    """Let all that follows be done, end the house, and return what its database and its storage hold."""
    house.start("worker")
    owed = select(Entry.id).where(Entry.handled_at.is_(None), Entry.name == "SealedAnew").limit(1)
    _wait(lambda: _is_none_left(house, owed))
    house.end()
    files = [*house.folder.glob("hrcn.db*"), *(house.folder / "files").rglob("*")]
    return b"\n".join(path.read_bytes() for path in files if path.is_file())


def _is_none_left(house: House, query: Any) -> bool:
    with house.app.app_context(), reading():
        return db.session.scalar(query) is None


def _wait(until: Callable[[], object]) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        if until():
            return
        time.sleep(0.02)
    raise AssertionError("it never came")
