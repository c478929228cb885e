"""Lists of those who run the house, and of what is one's own: with forty rows as few questions as with three."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from hrcn_community.accounts.models import (
    Invitation,
    InvitationSpace,
    Person,
    RoleProposal,
    SignIn,
    Suspension,
)
from hrcn_community.core import clock
from hrcn_community.core.cache import fragments, lately
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.refs import new_ref
from hrcn_community.moderation.models import Appeal, ContentNotice, Decision, LogEntry, Matter
from hrcn_community.notifications.models import Mail
from hrcn_community.privacy.keeping_models import Hold
from hrcn_community.privacy.models import Erasure, Naming
from hrcn_community.privacy.names import Traces
from tests.counting import count_queries
from tests.factories import PUBLIC, Somebody

FEW, MANY = 3, 40
CORE = (
    *("/moderation", "/moderation?state=decided", "/moderation/log", "/admin/people"),
    *("/admin/invitations", "/admin/roles", "/admin/worker", "/admin/holds", "/admin/log"),
    *("/admin/erasures", "/admin/people?standing=suspended"),
)
OWN = (
    *("/moderation/statements", "/moderation/notices", "/settings/sign-ins"),
    "/settings/invitations",
)


def test_no_list_asks_more_for_many_than_for_few(app, world, cast):
    cleo, ben, chandra = cast.cleo, cast.ben, cast.chandra
    space = world.space(PUBLIC, facilitator=chandra).id
    asked: list[dict[str, int]] = []
    for count in (FEW, MANY - FEW):
        for _ in range(count):
            world.do(lambda: _add_one(space, ben.id, cleo.id, chandra.id))
        asked.append(dict(_asked(app, cleo, CORE)) | dict(_asked(app, ben, OWN)))
    few, many = asked
    grown = {where: (few[where], many[where]) for where in few if many[where] > few[where]}
    assert grown == {}
    assert max(many.values()) < 25


def _asked(app, who: Somebody, pages: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    for where in pages:
        who.browser.page(where)
        fragments.forget()
        lately.forget()
        with count_queries(app) as statements:
            assert who.browser.get(where).status_code == 200
        yield where, len(statements)


def _add_one(space: int, ben: int, cleo: int, chandra: int) -> None:
    """Add one of everything: about somebody new, told to Ben, seen to by Cleo, invited into by Chandra."""
    now, later, name = clock.now(), clock.now() + timedelta(days=9), new_ref()
    about = _added(
        Person(
            handle=name,
            name=name,
            email=f"{name}@example.org",
            site_role="practitioner",
            joined_at=now,
            standing="suspended",
        )
    )
    _add_moderation(space, now, about.id, ben)
    sealed = Traces(name, name, about.email).sealed()
    left = {"print": "", "joined_at": now, "keeps_texts": True, "sealed": sealed}
    gone = Erasure(ref=name, person_id=about.id, asked_at=now, due_at=now, done_at=now, **left)
    found = {"place": "posts", "part": "source", "row": "1"}
    _added(Naming(ref=name, erasure_id=_added(gone).id, **found))
    for email, who in ((f"{name}@example.net", None), ("", ben)):
        door = {"token_hash": new_ref(320), "invited_by_id": chandra, "person_id": who}
        invited = Invitation(ref=new_ref(), email=email, invited_at=now, expires_at=later, **door)
        _added(InvitationSpace(invitation_id=_added(invited).id, space_id=space))
    said = {"reason": "So.", "person_id": about.id}
    proposed = {"proposed_by_id": cleo, "proposed_at": now, "expires_at": later}
    parked = {"due_at": now, "parked_at": now}
    mailed = {"recipient": "a@example.org", "subject": "S", "body": "B", "message_id": name}
    for each in (
        Suspension(began_at=now, by_id=cleo, **said),
        RoleProposal(ref=name, role="advisor", **said, **proposed),
        Hold(ref=name, begins_at=now, review_on=now.date(), set_by_id=cleo, **said),
        SignIn(token_hash=name, person_id=ben, created_at=now, last_seen_at=now),
        Entry(
            name="RetentionChanged", facts={"rule": "mails", "days": 90}, happened_at=now, **parked
        ),
        Mail(person_id=ben, **mailed, **parked),
    ):
        _added(each)


def _add_moderation(space: int, now: Any, about: int, ben: int) -> None:
    """Add a matter that waits, with a notice by Ben; one that was decided, about him; and an appeal."""
    shared = {"space_id": space, "desk": "facilitators", "category": "rule", "opened_at": now}
    waits = _added(Matter(ref=new_ref(), person_id=about, **shared))
    given = {"category": "rule", "explanation": "So.", "print": new_ref(), "filed_at": now}
    _added(ContentNotice(ref=new_ref(), matter_id=waits.id, address="/", notifier_id=ben, **given))
    over = _added(Matter(ref=new_ref(), person_id=ben, decided_at=now, **shared))
    why = {"ground": "rule", "reason": "So.", "decided_at": now, "person_id": ben}
    decided = _added(Decision(ref=new_ref(), matter_id=over.id, measure="hide", **why))
    asks = {"side": "author", "reason": "No.", "filed_at": now}
    _added(Appeal(ref=new_ref(), decision_id=decided.id, **asks))
    what = {"matter_id": over.id, "matter_ref": over.ref, "space_id": space, "facts": {}}
    _added(LogEntry(at=now, entered="decided", **what))


def _added(row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    return row
