"""What facilitators of the demonstration community did with threads: let through, pin, rename, split, close."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from hrcn_community.conversations.actions import release_post
from hrcn_community.conversations.models import ConversationTerm
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.refs import seeded
from hrcn_community.demo.deeds import Deed, person
from hrcn_community.demo.threads import post_of, space_of, thread_of
from hrcn_community.demo.written import read
from hrcn_community.discussions.actions.moving import split_thread
from hrcn_community.discussions.actions.tending import About, edit_thread, pin_thread
from hrcn_community.discussions.actions.threads import close_thread
from hrcn_community.discussions.actions.timers import set_timer
from hrcn_community.discussions.models import ThreadKind, TimerKind


def tending_deeds() -> Iterator[Deed]:
    """Return each deed that is written of, on its day."""
    for written in read("tending")["deed"]:
        do = DEEDS[written["do"]]
        yield Deed(written["days_ago"], lambda do=do, written=written: do(written))


def _pin(written: dict[str, Any]) -> None:
    pin_thread(thread_of(written["thread"]), by=person(written["by"]))


def _rename(written: dict[str, Any]) -> None:
    thread = thread_of(written["thread"])
    conversation = thread.conversation
    terms = select(ConversationTerm.term_id).where(
        ConversationTerm.conversation_id == conversation.id
    )
    about = About(
        written["title"],
        ThreadKind(thread.kind),
        conversation.language,
        conversation.city_id,
        frozenset(db.session.scalars(terms)),
    )
    edit_thread(thread, about, by=person(written["by"]))


def _close(written: dict[str, Any]) -> None:
    close_thread(thread_of(written["thread"]), written["reason"], by=person(written["by"]))


def _close_later(written: dict[str, Any]) -> None:
    due = (clock.now() + timedelta(days=written["ahead_days"])).replace(microsecond=0)
    by = person(written["by"])
    set_timer(thread_of(written["thread"]), TimerKind.CLOSE, due, by=by)


def _split(written: dict[str, Any]) -> None:
    first, last = written["posts"]
    with seeded(f"split {written['thread']}"):
        split_thread(
            thread_of(written["thread"]),
            [(first, last)],
            written["title"],
            space_of(written["space"]),
            by=person(written["by"]),
        )


def _let_through(written: dict[str, Any]) -> None:
    release_post(post_of(written["thread"], written["number"]), by=person(written["by"]))


DEEDS: dict[str, Callable[[dict[str, Any]], None]] = {
    "pin": _pin,
    "rename": _rename,
    "close": _close,
    "close later": _close_later,
    "split": _split,
    "let through": _let_through,
}
