"""What one page of a thread shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import ConversationTerm
from hrcn_community.conversations.queries import (
    PostPage,
    WaitingPost,
    audience_size,
    best_posts,
    how_read,
    posts_from,
    waiting_in,
)
from hrcn_community.conversations.queries.beside import Beside, beside
from hrcn_community.conversations.queries.folding import as_read_by
from hrcn_community.conversations.queries.quoted_names import with_quoted_names
from hrcn_community.conversations.queries.trail import TrailLine, placed, trail_of
from hrcn_community.conversations.shown import PlacedPost, ShownPost, shown_posts
from hrcn_community.core.db import db
from hrcn_community.discussions.models import Thread, TimerKind
from hrcn_community.discussions.queries.synopsis_page import ShownQuery, query_of, with_reply
from hrcn_community.discussions.queries.timers import ShownTimer, timers_of
from hrcn_community.register.models import City, Term


@dataclass(frozen=True)
class ThreadPage:
    """Everything that one page of a thread shows."""

    thread: Thread
    posts: Sequence[ShownPost]
    range: PostPage
    terms: Sequence[Term]
    city: City | None
    last_read: int
    level: str  # how much the viewer wants to be told
    audience: int
    beside: Beside
    waits: Sequence[WaitingPost] = ()
    trail: tuple[TrailLine, ...] = ()
    timers: tuple[ShownTimer, ...] = ()
    query: ShownQuery | None = None

    @property
    def print(self) -> tuple[object, ...]:
        """Everything that the page shows to the public: while it is the same, so is the page."""
        thread, conversation, space = self.thread, self.thread.conversation, self.thread.space
        words = conversation.title, thread.closing_reason, space.name, space.slug, space.visibility
        terms = tuple((term.name, *sorted(term.names.items())) for term in self.terms)
        city = self.city.name if self.city else ""
        answer = thread.accepted_post_id, thread.is_answered
        state = conversation.version, conversation.closed_at, thread.kind, *answer
        posts = tuple(post.print for post in self.posts)
        tended = self.trail, self.closes_at, conversation.slow_seconds, thread.pinned_at
        query = self.query.print if self.query else ()
        shown = self.range.has_later, posts, self.beside.print, *tended, query
        return *words, terms, city, *state, *shown

    @property
    def others(self) -> PlacedPost:
        """Somebody else's post here, as the subject of a permission: what holds for one holds for all."""
        return PlacedPost(self.thread.space, None, False)

    def keys(self, viewer: AnyViewer, *also: object) -> dict[int, tuple[object, ...]]:
        """Return the keys under which posts are kept with all that stands at them; none of the reply's."""
        plain = [post for post in self.posts if not hasattr(post, "reply")]
        keys = self.beside.keys(plain, viewer)
        return {n: (*key, self.thread.space.is_listed, *also) for n, key in keys.items()}

    @property
    def lines(self) -> dict[int, list[TrailLine]]:
        """The lines between the posts, by the number of the post that each stands before."""
        return placed(self.trail, [post.number for post in self.posts])

    @property
    def closes_at(self) -> datetime | None:
        return next((each.due_at for each in self.timers if each.kind == TimerKind.CLOSE), None)

    @property
    def new_from(self) -> int:
        """The number of the first post that the viewer has not read; 0 where nothing is new."""
        is_new = 0 < self.last_read < self.thread.conversation.last_number
        return self.last_read + 1 if is_new else 0


@dataclass(frozen=True)
class ThreadSummary:
    """The opening of a thread and what its readers valued most."""

    thread: Thread
    posts: Sequence[ShownPost]
    beside: Beside


def thread_summary(thread: Thread, *, viewer: AnyViewer) -> ThreadSummary:
    """Return the best posts of `thread`, the opening before them."""
    rows = best_posts(thread.conversation)
    answer = next((row.number for row in rows if row.id == thread.accepted_post_id), None)
    shown = shown_posts(rows, thread.conversation.address, answer, thread.conversation.language)
    posts = with_reply(shown, query_of(thread, viewer=viewer))
    around = beside(posts, viewer=viewer)
    shown = with_quoted_names(posts, around.quotes)
    return ThreadSummary(thread, as_read_by(shown, viewer=viewer), around)


def thread_page(thread: Thread, number: int, *, viewer: AnyViewer) -> ThreadPage:
    """Return the page of `thread` that holds post `number`."""
    conversation = thread.conversation
    range_ = posts_from(conversation, number)
    read, level = how_read(conversation, viewer=viewer)
    query = query_of(thread, viewer=viewer)
    posts = with_reply(
        shown_posts(
            range_.posts, conversation.address, _accepted(thread, range_), conversation.language
        ),
        query,
    )
    around = beside(posts, viewer=viewer)
    return ThreadPage(
        thread=thread,
        posts=as_read_by(with_quoted_names(posts, around.quotes), viewer=viewer),
        range=range_,
        terms=terms_of(conversation.id),
        city=db.session.get(City, conversation.city_id) if conversation.city_id else None,
        last_read=read,
        level=level,
        audience=audience_size(thread.space) if viewer.is_member else 0,
        beside=around,
        waits=waiting_in(conversation, viewer=viewer),
        trail=trail_of(conversation, range_, viewer=viewer),
        timers=timers_of(thread),
        query=query,
    )


def terms_of(conversation_id: int) -> Sequence[Term]:
    return db.session.scalars(_TERMS, {"conversation_id": conversation_id}).all()


_TERMS = (
    select(Term)
    .join(ConversationTerm, ConversationTerm.term_id == Term.id)
    .where(ConversationTerm.conversation_id == bindparam("conversation_id"))
    .order_by(Term.vocabulary, Term.position)
)


def _accepted(thread: Thread, page: PostPage) -> int | None:
    """Return the number of the accepted answer, if it stands on this page."""
    return next(
        (
            row.number
            for row in page.posts
            if row.id == thread.accepted_post_id and row.state == "published"
        ),
        None,
    )
