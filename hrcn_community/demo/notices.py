"""Notices in the demonstration community: some stayed without a measure, one has a statement of reasons,
one waits.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from hrcn_community.accounts.viewer import PUBLIC, AnyViewer, Viewer
from hrcn_community.core import richtext
from hrcn_community.core.db import db
from hrcn_community.core.refs import seeded
from hrcn_community.demo.deeds import Deed, person
from hrcn_community.demo.threads import post_of
from hrcn_community.demo.written import read
from hrcn_community.moderation.actions import claim, decide, file_notice
from hrcn_community.moderation.models import (
    Category,
    Complaint,
    ContentNotice,
    Matter,
    Measure,
    Ruling,
)
from hrcn_community.moderation.queries.subjects import Subject

OVERTAKEN = Complaint(
    category=Category.RULE,
    rule="6",
    passage="put two loggers in flats that nobody disputes are well heated",
    explanation="Later in this thread the test was agreed differently. Read alone, this misleads.",
)
TOO_CLOSE = Complaint(
    category=Category.RULE,
    rule="3",
    explanation="I believe that I know this mother, and others here will. Could it be told a little less exactly?",
)
LATER = Ruling(
    measure=Measure.LABEL,
    label="outdated",
    shown_reason="The test that was agreed stands further down.",
    rule="6",
    facts="The post proposes two loggers for comparison; the test agreed later in the thread differs.",
    reason="It was good advice when it was written, so it stays. Whoever reads it alone should know "
    "that the thread went on.",
)


def notice_deeds() -> Iterator[Deed]:
    """Return what was noticed, and what was decided."""
    for each in read("noticed")["notice"]:
        yield Deed(each["days_ago"], lambda each=each: _give(each))
        yield Deed(each["decided_days_ago"], lambda each=each: _let_stay(each))
    yield Deed(30.0, lambda: _notice("warm-homes-utrecht", 4, OVERTAKEN, person("gareth")))
    yield Deed(28.5, lambda: _decide("warm-homes-utrecht", 4, LATER, person("chandra")))
    yield Deed(1.2, lambda: _notice("paying-residents", 3, TOO_CLOSE, PUBLIC))


def _notice(thread: str, number: int, said: Complaint, by: AnyViewer) -> ContentNotice:
    post = post_of(thread, number)
    subject = Subject(f"/posts/{post.ref}", post.author_id, richtext.plain(post.html), post)
    with seeded(f"notice {thread} {number}"):
        return file_notice(subject, said, by=by, address="")


def _give(written: dict[str, Any]) -> None:
    said = Complaint(Category.RULE, rule=written["rule"], explanation=written["explanation"])
    by = person(written["by"]) if written["by"] else PUBLIC
    _notice(written["thread"], written["post"], said, by)


def _let_stay(written: dict[str, Any]) -> None:
    ruling = Ruling(reason=written["reason"], rule=written["rule"])
    _decide(written["thread"], written["post"], ruling, person(written["decided_by"]))


def _decide(thread: str, number: int, ruling: Ruling, by: Viewer) -> None:
    post = post_of(thread, number)
    matter = db.session.scalars(select(Matter).where(Matter.post_id == post.id)).one()
    claim(matter, by=by)
    with seeded(f"decision {thread} {number}"):
        decide(matter, ruling, by=by)
