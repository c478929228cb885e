"""What people of the demonstration community keep for themselves: posts, and what they are writing."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from hrcn_community.conversations.actions import save_draft, set_space_level
from hrcn_community.conversations.actions.keeping import Wish, keep_post
from hrcn_community.conversations.models import Level
from hrcn_community.core import clock
from hrcn_community.demo.deeds import Deed, person
from hrcn_community.demo.threads import post_of, space_of, thread_of
from hrcn_community.demo.written import read


def keeping_deeds() -> Iterator[Deed]:
    """Return what was kept and what was begun, and how much each wants to be told."""
    written = read("keeping")
    for each in written["bookmark"]:
        yield Deed(each["days_ago"], lambda each=each: _keep(each))
    for each in written["draft"]:
        yield Deed(each["days_ago"], lambda each=each: _write(each))
    for each in written["level"]:
        yield Deed(each["days_ago"], lambda each=each: _say_how_much(each))


def _keep(written: dict[str, Any]) -> None:
    ahead = written.get("remind_days")
    at = (clock.now() + timedelta(days=ahead)).replace(second=0, microsecond=0) if ahead else None
    wish = Wish(written.get("note", ""), at)
    keep_post(post_of(written["thread"], written["number"]), wish, by=person(written["person"]))


def _write(written: dict[str, Any]) -> None:
    thread = thread_of(written["reply_to"])
    fields = {"body": written["body"].strip(), "language": ""}
    who = person(written["person"])
    save_draft(f"reply:{thread.ref}", thread.space, fields, over=0, actor_id=who.id)


def _say_how_much(written: dict[str, Any]) -> None:
    space, who = space_of(written["space"]), person(written["person"])
    set_space_level(space, Level(written["level"]), by=who)
