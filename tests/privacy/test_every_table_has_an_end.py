"""Whatever bears a moment goes some day by a rule, or it is written down where it goes."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Date, DateTime, Table, select
from sqlalchemy.types import TypeDecorator

from hrcn_community.accounts.erased import NOBODY
from hrcn_community.accounts.models import (
    AddressChange,
    Application,
    Person,
    RoleProposal,
    SpaceRemoval,
    SpaceRequest,
    Suspension,
)
from hrcn_community.accounts.ties import Tie
from hrcn_community.audit.models import ReadEntry
from hrcn_community.conversations.models import Note, Post, Unmasking, WatchFinding
from hrcn_community.core.db import Base, db
from hrcn_community.core.events import Entry
from hrcn_community.moderation.models import (
    Appeal,
    ContentNotice,
    Decision,
    LogCut,
    LogEntry,
    Matter,
)
from hrcn_community.privacy.keeping_models import Handover, Hold, RetentionWarning
from hrcn_community.privacy.models import Erasure, Naming
from hrcn_community.privacy.retention_chore import keep_periods
from hrcn_community.reactions import RETENTION
from tests.factories import CONFIDENTIAL, NETWORK
from tests.privacy.staying import MEMORY, OF_THE_HOUSE, WITH_THE_ACCOUNT, WITH_WHAT_IT_STANDS_AT

NOW = datetime.now(UTC)
OLD = NOW - timedelta(days=6 * 366)
STAY = (WITH_THE_ACCOUNT, WITH_WHAT_IT_STANDS_AT, MEMORY, OF_THE_HOUSE)


def _is_time(column) -> bool:
    kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    return isinstance(kind, (DateTime, Date))


def _timed() -> dict[str, Table]:
    return {t.name: t for t in Base.metadata.sorted_tables if any(map(_is_time, t.columns))}


def _goes_with(table: Table, *, people: bool) -> bool:
    return any(
        (key.column.table.name == "people") is people
        and (key.ondelete == "CASCADE" or key.parent.info.get("tie") == Tie.OWN)
        for key in table.foreign_keys
    )


def test_every_table_with_a_moment_has_a_rule_or_a_reason():
    ruled = {name for rule in RETENTION for name in rule.tables}
    told = [name for group in STAY for name in group]
    assert _timed().keys() - ruled - set(told) == set()
    assert (set(told) | ruled) - set(Base.metadata.tables) == set()
    assert [name for name in told if name in ruled or told.count(name) > 1] == []
    assert [rule.name for rule in RETENTION if not rule.tables] == []


def test_what_goes_with_something_really_goes_with_it():
    tables = Base.metadata.tables
    assert [name for name in WITH_THE_ACCOUNT if not _goes_with(tables[name], people=True)] == []
    assert [
        name for name in WITH_WHAT_IT_STANDS_AT if not _goes_with(tables[name], people=False)
    ] == []
    theirs = [c for name in OF_THE_HOUSE for c in tables[name].columns]
    assert [str(c) for c in theirs if c.info.get("tie") in (Tie.OWN, Tie.WROTE)] == []


def test_traces_of_deeds_go_but_of_whom_the_law_asks_for_and_what_is_young_stays(
    app, world, cast, worker
):
    """Of each kind there is an old row, an old one of somebody held, and a young one."""
    free, kept, other = world.person("Free"), world.person("Kept"), cast.cleo
    space = world.space(NETWORK, member=[free, kept], facilitator=cast.chandra)
    thread = world.thread(space, free, replies=[(kept, "I wrote this.")])
    closed = world.space(CONFIDENTIAL, member=[free, kept])
    with app.app_context():
        db.session.add(
            Hold(ref="h", person_id=kept.id, reason="", begins_at=OLD, review_on=NOW.date())
        )
        posts = select(Post.author_id, Post.id).where(
            Post.conversation_id == thread.conversation_id
        )
        of = {row.author_id: row.id for row in db.session.execute(posts)}
        for ref, person, at in (("a", free, OLD), ("b", kept, OLD), ("c", free, NOW)):
            db.session.add_all(_rows(ref, person.id, other.id, space.id, closed.id, of, at))
            db.session.flush()
            _plant_matter(ref, person.id, of[person.id], other.id, at)
        _plant_what_is_of_nobody()
        db.session.commit()
    with app.app_context():
        keep_periods()
    left = {
        "suspensions": {row.reason for row in world.rows(Suspension)},
        "removals": {row.ref for row in world.rows(SpaceRemoval)},
        "proposals": {row.ref for row in world.rows(RoleProposal)},
        "notes": {row.ref for row in world.rows(Note)},
        "findings": {row.phrase for row in world.rows(WatchFinding)},
        "matters": {row.ref for row in world.rows(Matter)},
        "decisions": {row.ref for row in world.rows(Decision)},
        "appeals": {row.ref for row in world.rows(Appeal)},
        "handovers": {row.ref for row in world.rows(Handover)},
    }
    assert {name for name, refs in left.items() if refs != {"b", "c"}} == set(), left
    read = {(row.person_id, row.read_at < NOW) for row in world.rows(ReadEntry)}
    assert read == {(kept.id, True), (free.id, False)}
    assert {row.ref for row in world.rows(Unmasking)} == {"c"}, "a hold never follows a pseudonym"
    assert {row.person_id for row in world.rows(SpaceRequest)} == {kept.id}
    assert {row.person_id for row in world.rows(AddressChange)} == set()
    said = {row.person_id: row.statement for row in world.rows(Application)}
    assert said == {free.id: "", kept.id: "I ask."}
    names = {row.ref: row.notifier_email for row in world.rows(ContentNotice)}
    assert names == {"b": "b@example.org", "c": "c@example.org"}
    assert {row.ref for row in world.rows(Hold)} == {"h"}
    assert world.rows(RetentionWarning) == []
    assert {row.ref for row in world.rows(Naming)} == {"waits"}
    events = {row.facts["space_id"]: row for row in world.rows(Entry, name="SpaceJoined")}
    [nobody] = world.rows(Person, handle=NOBODY)
    shown = {key: (row.actor_id, row.facts["person_id"]) for key, row in events.items()}
    assert shown[-1] == (None, nobody.id)
    assert shown[-2] == (kept.id, kept.id)
    assert shown[-3] == (free.id, free.id)
    assert shown[-4] == (free.id, free.id), "what is still owed waits"
    counted = len(world.rows(Entry, name="PeriodReached"))
    with app.app_context():
        keep_periods()
    assert len(world.rows(Entry, name="PeriodReached")) == counted, "nothing is done twice"


def _rows(ref: str, id_: int, other: int, space_id: int, closed_id: int, posts, at) -> list:
    later = at + timedelta(days=1)
    rows = [
        Suspension(person_id=id_, reason=ref, began_at=at, ended_at=at),
        SpaceRemoval(ref=ref, space_id=space_id, person_id=id_, reason="", removed_at=at),
        RoleProposal(
            ref=ref, person_id=id_, role="official", reason="", proposed_at=at, expires_at=later
        ),
        Note(ref=ref, post_id=posts[id_], space_id=space_id, text="", written_at=at),
        WatchFinding(post_id=posts[id_], space_id=space_id, phrase=ref, deed="tell", found_at=at),
        Handover(ref=ref, kind="x", subject_id=1, from_id=id_, to_id=other, offered_at=at),
        ReadEntry(person_id=id_, space_id=closed_id, read_at=at),
        Unmasking(
            ref=ref, post_id=posts[id_], persona_id=id_, reason="", asked_by_id=other, asked_at=at
        ),
        Entry(
            name="SpaceJoined",
            facts={"space_id": -(1 + "abc".index(ref)), "person_id": id_},
            actor_id=id_,
            happened_at=at,
            due_at=at,
            handled_at=at,
        ),
    ]
    if ref != "c":
        changed = {"old_email": "", "new_email": "", "old_hash": f"o{ref}", "new_hash": f"n{ref}"}
        asked = {"ref": ref, "person_id": id_, "statement": "I ask.", "privacy_accepted_at": at}
        rows += [
            SpaceRequest(person_id=id_, space_id=space_id, asked_at=at),
            AddressChange(person_id=id_, expires_at=at, **changed),
            Application(**asked, decided_at=at),
        ]
    return rows


def _plant_matter(ref: str, person_id: int, post_id: int, by: int, at: datetime) -> None:
    about = {"desk": "core", "category": "rule", "opened_at": at, "decided_at": at}
    matter = Matter(ref=ref, post_id=post_id, person_id=person_id, **about)
    db.session.add(matter)
    db.session.flush()
    decided = {"measure": "keep", "ground": "rule", "reason": "", "decided_by_id": by}
    decision = Decision(ref=ref, matter_id=matter.id, person_id=person_id, decided_at=at, **decided)
    notice = {"address": "/", "category": "rule", "explanation": "", "print": ref}
    db.session.add_all(
        [
            decision,
            ContentNotice(
                ref=ref,
                matter_id=matter.id,
                notifier_email=f"{ref}@example.org",
                filed_at=at,
                **notice,
            ),
        ]
    )
    db.session.flush()
    asked = {"side": "author", "reason": "", "filed_at": at, "decided_at": at}
    db.session.add(Appeal(ref=ref, decision_id=decision.id, **asked))


def _plant_what_is_of_nobody() -> None:
    day = OLD.date()
    owed = {"name": "SpaceJoined", "happened_at": OLD, "due_at": NOW + timedelta(days=1)}
    first = db.session.scalars(select(Person.id).where(Person.handle == "free")).one()
    erased = {"print": "", "joined_at": OLD, "keeps_texts": True, "asked_at": OLD, "due_at": OLD}
    for ref, sealed in (("seen", ""), ("waits", "something")):
        erasure = Erasure(ref=ref, person_id=0, done_at=OLD, sealed=sealed, **erased)
        db.session.add(erasure)
        db.session.flush()
        where = {"place": "posts", "part": "source", "row": "1", "decided_at": OLD}
        db.session.add(Naming(ref=ref, erasure_id=erasure.id, fate="left", **where))
    db.session.add_all(
        [
            Hold(ref="over", address="/x", reason="", begins_at=OLD, review_on=day, ended_at=OLD),
            RetentionWarning(rule="drafts", mark="1 30", warned_at=OLD),
            Entry(facts={"space_id": -4, "person_id": first}, actor_id=first, **owed),
        ]
    )


@pytest.mark.parametrize("held", [True, False])
def test_the_log_of_moderation_is_cut_unless_the_law_asks_for_somebody_in_it(app, world, held):
    zora = world.person("Zora")

    def plant() -> None:
        if held:
            day = NOW.date() + timedelta(days=9)
            db.session.add(
                Hold(ref="h", person_id=zora.id, reason="", begins_at=NOW, review_on=day)
            )
        entry = {"entered": "decided", "matter_id": 1, "matter_ref": "m", "facts": {}}
        for at in (OLD, NOW):
            db.session.add(LogEntry(at=at, space_id=None, actor_id=zora.id, **entry))

    world.do(plant)
    with app.app_context():
        keep_periods()
        keep_periods()
    assert len(world.rows(LogEntry)) == (2 if held else 1)
    assert len(world.rows(LogCut)) == (0 if held else 1)
