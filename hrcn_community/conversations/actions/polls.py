"""Asking a question with choices in a post, changing it, closing it. Nothing here commits."""

from datetime import datetime

from hrcn_community.accounts.silencing import refuse_silenced
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions.posts import touch, write_terms
from hrcn_community.conversations.events import PollChanged, PollClosed, PollExpired, PollOpened
from hrcn_community.conversations.models import (
    ConversationClosed,
    EditConflict,
    Poll,
    PollChoice,
    PollStands,
    Post,
    PostNotStanding,
    PostState,
    RulesSettled,
)
from hrcn_community.conversations.poll_plan import PlannedPoll, PollChange, PollRules
from hrcn_community.conversations.queries.polls_found import choices_of
from hrcn_community.conversations.queries.translations import original_of
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry, record

TAKES_A_POLL = (PostState.DRAFT, PostState.HELD, PostState.PUBLISHED)
LOCKED = (
    "question", "kind", "results", "is_anonymous", "closes_at", "closed_at", "voter_count",
    "version", "edition", "changed_after", "held_back", "released",
)  # fmt: skip


def lock_poll(poll: Poll) -> None:
    """Hold the poll until the commit, as it stands now."""
    db.session.refresh(poll, LOCKED, with_for_update=True)


def must_take_a_poll(post: Post) -> None:
    """Raise what keeps a poll from being added to `post`; below a translation nobody would see it."""
    if post.has_poll:
        raise PollStands
    if post.state not in TAKES_A_POLL or original_of(post):
        raise PostNotStanding
    if post.conversation.closed_at is not None:
        raise ConversationClosed


def add_poll(post: Post, plan: PlannedPoll, *, by: Viewer) -> Poll:
    """Ask a question with choices in `post`, which holds none yet."""
    refuse_silenced(by, post.conversation.space_id)
    db.session.refresh(post, ["state", "has_poll", "version"], with_for_update=True)
    must_take_a_poll(post)
    poll = Poll(post=post, question=plan.question, closes_at=plan.closes_at, **vars(plan.rules))
    post.has_poll = True
    touch(post)
    db.session.add(poll)
    db.session.flush()
    _add_choices(poll, plan.choices, after=0)
    write_terms(post)
    record(PollOpened(poll_id=poll.id, post_id=post.id), by=by.id)
    _expect_the_end(poll)
    return poll


def change_poll(poll: Poll, change: PollChange, *, by: Viewer, over: int) -> bool:
    """Make the poll what `change` says; votes stay as they are. Return whether anything differed.

    `over` is the edition that was changed; raise EditConflict if it is past.
    """
    refuse_silenced(by, poll.post.conversation.space_id)
    lock_poll(poll)
    poll.must_be_open()
    if over != poll.edition:
        raise EditConflict
    is_reworded = _reword(poll, change)
    is_ruled_anew = _rule(poll, change.rules)
    is_put_off = _set_end(poll, change.closes_at)
    if not (is_reworded or is_ruled_anew or is_put_off):
        return False
    if is_reworded:
        poll.changed_after = poll.voter_count
        write_terms(poll.post)
    poll.edition, poll.version = poll.edition + 1, poll.version + 1
    touch(poll.post)
    record(PollChanged(poll_id=poll.id, edition=poll.edition), by=by.id)
    return True


def close_poll(poll: Poll, *, by: Viewer | None) -> None:
    """Let nobody vote any more, and show the results to everybody. `by` is None where its time came."""
    lock_poll(poll)
    if poll.closed_at is None:
        poll.closed_at = min(clock.now(), poll.closes_at or clock.now())
        poll.version += 1
        touch(poll.post)
        record(PollClosed(poll_id=poll.id), by=by.id if by else None)


def close_expired(event: PollExpired, _entry: Entry) -> None:
    """Close a poll whose time has come, unless it was put off meanwhile."""
    poll = db.session.get_one(Poll, event.poll_id)
    if poll.closes_at is not None and _seconds(poll.closes_at) == event.closes:
        poll.post = db.session.get_one(Post, poll.post_id)
        close_poll(poll, by=None)


def _add_choices(poll: Poll, words: tuple[str, ...], after: int) -> None:
    db.session.add_all(
        PollChoice(poll_id=poll.id, position=position, words=each)
        for position, each in enumerate(words, start=after + 1)
    )
    db.session.flush()


def _reword(poll: Poll, change: PollChange) -> bool:
    """Write the question and the choices; return whether a voter would read something else now."""
    choices = list(choices_of(poll).values())
    differs = poll.question != change.question or bool(change.added)
    for choice, (words, is_aside) in zip(choices, change.choices, strict=False):
        was_aside = choice.retired_at is not None
        differs |= choice.words != words or was_aside != is_aside
        choice.words = words
        if was_aside != is_aside:
            choice.retired_at = clock.now() if is_aside else None
    poll.question = change.question
    _add_choices(poll, change.added, after=len(choices))
    return differs


def _rule(poll: Poll, rules: PollRules | None) -> bool:
    """Set kind, names and when results are shown, until somebody relies on them."""
    now = PollRules(poll.kind, poll.results, poll.is_anonymous)  # type: ignore[arg-type]
    if rules is None or rules == now:
        return False
    if poll.voter_count:
        raise RulesSettled
    for name, value in vars(rules).items():
        setattr(poll, name, value)
    return True


def _set_end(poll: Poll, closes_at: datetime | None) -> bool:
    if poll.closes_at == closes_at:
        return False
    poll.closes_at = closes_at
    _expect_the_end(poll)
    return True


def _expect_the_end(poll: Poll) -> None:
    if poll.closes_at is not None:
        expired = PollExpired(poll_id=poll.id, closes=_seconds(poll.closes_at))
        record(expired, due=poll.closes_at)


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
