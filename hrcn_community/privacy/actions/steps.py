"""Erasing somebody, step by step. Each call does one piece; the worker commits it with what is owed next.

So a kill at any moment leaves whole pieces done and the next one owed, and each may be done twice.
"""

import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Text, cast, delete, func, or_, select, update

from hrcn_community.accounts.erased import nobody_id
from hrcn_community.accounts.limits import forget_tries
from hrcn_community.accounts.models import Letter
from hrcn_community.accounts.ties import Tie
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry, record
from hrcn_community.notifications.models import Mail
from hrcn_community.privacy.actions.beginning import begin, pseudonyms_of
from hrcn_community.privacy.actions.index import tidy_index
from hrcn_community.privacy.actions.looking import look_through, look_through_posts, tables
from hrcn_community.privacy.actions.severing import delete_some, hide_voter, sever_some, ties
from hrcn_community.privacy.actions.texts import blank_some
from hrcn_community.privacy.events import ErasureEnded, ErasureReached
from hrcn_community.privacy.holds import held, holds_words_of, while_none_is_set
from hrcn_community.privacy.models import Erasure, Fate, Naming
from hrcn_community.privacy.names import Traces
from hrcn_community.privacy.owned import Leaver, every_owned

A_TURN = 0.25  # seconds: of small pieces many are done at once, and nobody waits for long
AT_ONCE = 200
PERSON_FACTS = ("person_id", "set_by_id")  # which facts of events are a person's number
LONGEST_WAIT = timedelta(days=1)  # for the last mail
PAUSE, A_DAY = timedelta(minutes=1), timedelta(days=1)


def carry_on(event: ErasureReached, entry: Entry) -> None:
    """Do the next piece of an erasure, unless it was taken back; what follows is owed in its turn."""
    erasure = db.session.get(
        Erasure, event.erasure_id, populate_existing=True, with_for_update=True
    )
    if erasure is None or erasure.taken_back_at or erasure.done_at:
        return
    if not erasure.step and clock.now() < erasure.due_at:  # they were given more days
        _owe(erasure, erasure.due_at)
        return
    while_none_is_set()
    if _is_held(erasure):
        _owe(erasure, clock.now() + A_DAY)
        return
    if not erasure.step:
        begin(erasure, entry)
        _owe(erasure, None)
        return
    is_waiting, until = False, time.monotonic() + A_TURN
    while not erasure.done_at and not is_waiting and time.monotonic() < until:
        is_waiting = _do_piece(erasure)
    if not erasure.done_at:
        _owe(erasure, clock.now() + PAUSE if is_waiting else None)


def _is_held(erasure: Erasure) -> bool:
    """Must anything of them be kept for now, or of what they wrote? Then it is asked again tomorrow."""
    selves = [erasure.person_id] + ([] if erasure.step else pseudonyms_of(erasure.person_id))
    return held(erasure.person_id) or holds_words_of(selves)


def _do_piece(erasure: Erasure) -> bool:
    """Do one piece and note how far it has come; return whether what is left has to wait."""
    following = STEPS[erasure.step](_leaver(erasure), erasure)
    is_last = erasure.step == LAST
    if following is None:
        _go_to_next(erasure)
    else:
        erasure.cursor = following
    db.session.flush()
    db.session.expire_all()  # what was changed by a rule for all rows is read anew
    return is_last and following is not None


def forget_rooms(leaver: Leaver, erasure: Erasure) -> int | None:
    forgets = [owned.forget for owned in every_owned() if owned.forget]
    if erasure.cursor >= len(forgets):
        return None
    forgets[erasure.cursor](leaver)
    return erasure.cursor + 1


def delete_own(leaver: Leaver, erasure: Erasure) -> int | None:
    """Let go what is theirs, table by table; and what was counted or written under their address."""
    columns = ties(Tie.OWN)
    if erasure.cursor >= len(columns):
        _forget_address(leaver)
        return None
    more = delete_some(columns[erasure.cursor], leaver.id)
    return erasure.cursor if more else erasure.cursor + 1


def hide_votes(leaver: Leaver, erasure: Erasure) -> int | None:
    return hide_voter(leaver.id, erasure.cursor) or None


def empty_texts(leaver: Leaver, erasure: Erasure) -> int | None:
    """Take their texts out, if they wish; what nobody else was ever shown goes in any case."""
    lasting = [kept for owned in every_owned() for kept in owned.lasting]
    more = blank_some(leaver.id, lasting, only_unshown=leaver.keeps_texts)
    return 0 if more else None


def sever(leaver: Leaver, erasure: Erasure) -> int | None:
    columns = ties(Tie.WROTE, Tie.ACTED)
    if erasure.cursor >= len(columns):
        return None
    more = sever_some(columns[erasure.cursor], leaver.id, leaver.nobody_id)
    return erasure.cursor if more else erasure.cursor + 1


def forget_events(leaver: Leaver, erasure: Erasure) -> int | None:
    """Take them out of the trail of what happened: as who did it, and as to whom it was done."""
    by = update(Entry).where(Entry.actor_id == leaver.id).values(actor_id=None)
    db.session.execute(by.execution_options(synchronize_session=False))
    facts = cast(Entry.facts, Text)
    named = [facts.contains(f'"{name}": {leaver.id}{end}') for name in PERSON_FACTS for end in ",}"]
    some = select(Entry).where(Entry.id > erasure.cursor, or_(*named)).order_by(Entry.id)
    entries = db.session.scalars(some.limit(AT_ONCE)).all()
    for entry in entries:
        entry.facts = {
            name: leaver.nobody_id if name in PERSON_FACTS and value == leaver.id else value
            for name, value in entry.facts.items()
        }
        entry.handled_at = entry.handled_at or clock.now()  # nobody is told of them any more
    return entries[-1].id if len(entries) == AT_ONCE else None


def look_at_posts(leaver: Leaver, erasure: Erasure) -> int | None:
    traces = Traces.unsealed(erasure.sealed)
    return look_through_posts(traces, erasure, erasure.cursor) or None


def look_at_the_rest(leaver: Leaver, erasure: Erasure) -> int | None:
    found = tables()
    if erasure.cursor >= len(found):
        return None
    private = [name for owned in every_owned() for name in owned.private]
    look_through(found[erasure.cursor], Traces.unsealed(erasure.sealed), erasure, private)
    return erasure.cursor + 1


def forget_in_index(leaver: Leaver, erasure: Erasure) -> int | None:
    tidy_index()
    return None


def end(leaver: Leaver, erasure: Erasure) -> int | None:
    """When the last mail has gone, forget the address; tell who has to look at what was found."""
    last = db.session.scalar(select(Mail).where(Mail.recipient == leaver.email))
    if last and _is_on_its_way(last):
        return 0
    if last:
        db.session.delete(last)
    erasure.done_at = clock.now()
    if not _open_namings(erasure):
        erasure.sealed = ""
    record(ErasureEnded(erasure_id=erasure.id))
    return None


def _is_on_its_way(mail: Mail) -> bool:
    is_over = mail.sent_at or mail.parked_at or mail.bounced_at
    return not is_over and clock.now() < mail.due_at + LONGEST_WAIT


Step = Callable[[Leaver, Erasure], int | None]
STEPS: dict[str, Step] = {
    "rooms": forget_rooms,
    "own": delete_own,
    "votes": hide_votes,
    "texts": empty_texts,
    "severed": sever,
    "events": forget_events,
    "posts": look_at_posts,
    "rest": look_at_the_rest,
    "index": forget_in_index,
    "end": end,
}
ORDER: Sequence[str] = tuple(STEPS)
LAST = ORDER[-1]


def _go_to_next(erasure: Erasure) -> None:
    at = ORDER.index(erasure.step) + 1
    erasure.cursor = 0
    if at < len(ORDER):
        erasure.step = ORDER[at]


def _owe(erasure: Erasure, due: Any) -> None:
    record(ErasureReached(erasure_id=erasure.id), due=due)


def _leaver(erasure: Erasure) -> Leaver:
    traces = Traces.unsealed(erasure.sealed)
    return Leaver(
        id=erasure.person_id,
        nobody_id=nobody_id(),
        name=traces.name,
        handle=traces.handle,
        email=traces.email,
        keeps_texts=erasure.keeps_texts,
    )


def _forget_address(leaver: Leaver) -> None:
    """What bears the address and no number: letters of before they joined, and wrong tries."""
    db.session.execute(delete(Letter).where(func.lower(Letter.email) == leaver.email))
    forget_tries(f"account {leaver.email}", f"reset {leaver.email}")


def _open_namings(erasure: Erasure) -> int:
    waiting = select(func.count()).where(Naming.erasure_id == erasure.id, Naming.fate == Fate.OPEN)
    return db.session.scalar(waiting) or 0
