"""What the house keeps of a person's reading, choosing and being told, chapter by chapter."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.audit.models import ReadEntry
from hrcn_community.conversations.models import (
    Bookmark,
    Conversation,
    Follow,
    Poll,
    PollChoice,
    PollVote,
    Post,
    ReadState,
    SpaceFollow,
    Unmasking,
)
from hrcn_community.conversations.queries.polls_found import voter_print
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.words import _l
from hrcn_community.notifications.models import (
    Mail,
    MailPace,
    Notice,
    NoticeChoice,
    ReplyAddress,
)
from hrcn_community.privacy.chapters import Chapter
from hrcn_community.privacy.kept import ACCOUNT, WRITTEN
from hrcn_community.privacy.kept_proofs import PROOFS, STANDING
from hrcn_community.spaces.models import Space

M, N = MailPace, Notice


def _mails(viewer: Viewer) -> Sequence[Any]:
    """What went to somebody, also what was written to their address and not to their account."""
    own = select(Person.email).where(Person.id == viewer.id).scalar_subquery()
    columns = (Mail.sort, Mail.recipient, Mail.subject, Mail.due_at, Mail.sent_at)
    mine = or_(Mail.person_id == viewer.id, Mail.recipient == own)
    rows = db.session.execute(select(*columns).where(mine).order_by(Mail.id))
    return [dict(row._mapping) for row in rows]


def _secret_votes(viewer: Viewer) -> Sequence[Any]:
    """Votes that bear no name: only whoever cast them finds them, by a print.

    What was asked and chosen is told as long as they may still read there.
    """
    polls = (
        select(Poll.id, Poll.question, visible_to(viewer).label("is_open"))
        .join(Post, Post.id == Poll.post_id)
        .join(Conversation, Conversation.id == Post.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .where(Poll.is_anonymous.is_(True))
        .order_by(Poll.id)
    )
    cast_in = {voter_print(row.id, viewer.id): row for row in db.session.execute(polls)}
    found: list[dict[str, Any]] = []
    prints = list(cast_in)
    for start in range(0, len(prints), 500):
        rows = db.session.execute(
            select(PollVote.voter, PollVote.rank, PollChoice.words)
            .join(PollChoice, PollChoice.id == PollVote.choice_id)
            .where(PollVote.voter.in_(prints[start : start + 500]))
        )
        found += [_secret_vote(row, cast_in[row.voter]) for row in rows]
    return found


def _secret_vote(vote: Any, poll: Any) -> dict[str, Any]:
    words = {"question": poll.question, "words": vote.words} if poll.is_open else {}
    return {"question": None, "words": None, "rank": vote.rank, **words}


READ = (
    Chapter(
        "poll_votes",
        _l("Votes in polls"),
        PollVote.person_id,
        (PollVote.rank, PollVote.voted_at),
        ((PollChoice, PollChoice.id == PollVote.choice_id), (Poll, Poll.id == PollVote.poll_id)),
        at=(Post, Poll.post_id),
        there=(PollChoice.words, Poll.question),
    ),
    Chapter("secret_votes", _l("Votes without a name"), found=_secret_votes),
    Chapter(
        "bookmarks",
        _l("Bookmarks"),
        Bookmark.person_id,
        (Bookmark.note, Bookmark.marked_at, Bookmark.remind_at),
        at=(Post, Bookmark.post_id),
    ),
    Chapter(
        "follows",
        _l("What you follow"),
        Follow.person_id,
        (Follow.level, Follow.since),
        at=(Conversation, Follow.conversation_id),
    ),
    Chapter(
        "space_follows",
        _l("Spaces that you follow"),
        SpaceFollow.person_id,
        (SpaceFollow.level, SpaceFollow.since),
        at=(Space, SpaceFollow.space_id),
    ),
    Chapter(
        "read_states",
        _l("How far you have read"),
        ReadState.person_id,
        (ReadState.last_read_number, ReadState.read_at),
        at=(Conversation, ReadState.conversation_id),
    ),
    Chapter(
        "read_log",
        _l("Confidential pages that you opened"),
        ReadEntry.person_id,
        (ReadEntry.read_at,),
        at=(Space, ReadEntry.space_id),
    ),
    Chapter(
        "notices",
        _l("Notices"),
        N.person_id,
        (N.kind, N.told_at, N.seen_at),
        at=(Conversation, N.conversation_id),
    ),
    Chapter("mails", _l("Mails to you"), found=_mails),
    Chapter(
        "notice_choices",
        _l("How I am told"),
        NoticeChoice.person_id,
        (NoticeChoice.topic, NoticeChoice.in_app, NoticeChoice.by_mail),
    ),
    Chapter(
        "mail_paces",
        _l("When mail comes"),
        M.person_id,
        (M.rhythm, M.hour, M.weekday, M.quiet_from, M.quiet_to, M.hard_bounces, M.stopped_at),
    ),
    Chapter(
        "reply_addresses",
        _l("Where you can answer by mail"),
        ReplyAddress.person_id,
        (ReplyAddress.refused_at,),
        at=(Conversation, ReplyAddress.conversation_id),
    ),
    Chapter(
        "events", _l("What you did, and when"), Entry.actor_id, (Entry.name, Entry.happened_at)
    ),
)

ABOUT_A_PSEUDONYM = Chapter(
    "unmaskings",
    _l("What was asked about this pseudonym"),
    Unmasking.persona_id,
    (Unmasking.reason, Unmasking.asked_at, Unmasking.decided_at, Unmasking.is_confirmed),
)
HOUSE = (*ACCOUNT, *PROOFS, *STANDING, *WRITTEN, *READ)
MASKED = (*WRITTEN, *READ, ABOUT_A_PSEUDONYM)
