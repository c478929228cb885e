"""The draft as one of those who contributed reads it, with their own words beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import select

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.models import Post
from hrcn_community.core.db import db
from hrcn_community.discussions.models import NotAContributor, Step
from hrcn_community.discussions.queries.synopses import Consolidation
from hrcn_community.discussions.queries.synopsis_people import Self, replies_in, selves_in
from hrcn_community.discussions.queries.synopsis_sentences import ShownSentence, sentences_of

MOST_OWN = 50


@dataclass(frozen=True)
class OwnReply:
    """What the reader themselves contributed."""

    number: int
    href: str
    html: Markup


@dataclass(frozen=True)
class DraftToRead:
    """The draft, who reads it, under which other self they might, and their own replies."""

    sentences: Sequence[ShownSentence]
    reader: Self
    others: Sequence[Self]
    own: Sequence[OwnReply]

    def words_in(self, sentence: ShownSentence) -> Sequence[OwnReply]:
        """Return the reader's own replies that a sentence rests on."""
        cited = {source.number for source in sentence.sources}
        return [reply for reply in self.own if reply.number in cited]

    @property
    def uncited(self) -> Sequence[OwnReply]:
        cited = {source.number for each in self.sentences for source in each.sources}
        return [reply for reply in self.own if reply.number not in cited]


def draft_to_read(query: Consolidation, *, viewer: Viewer, masked: bool = False) -> DraftToRead:
    """Return the draft for somebody who contributed; raise a Refusal for others, and when nobody is asked."""
    query.synopsis.must_allow(Step.CONFIRM)
    selves = selves_in(query, viewer=viewer)
    if not selves:
        raise NotAContributor
    reader = next((each for each in selves if each.is_masked == masked), selves[0])
    return DraftToRead(
        sentences=sentences_of(query.thread),
        reader=reader,
        others=[each for each in selves if each is not reader],
        own=_own_replies(query, reader.id),
    )


def _own_replies(query: Consolidation, author_id: int) -> Sequence[OwnReply]:
    conversation = query.thread.conversation
    rows = db.session.execute(
        select(Post.number, Post.html)
        .where(replies_in(conversation.id), Post.author_id == author_id)
        .order_by(Post.number)
        .limit(MOST_OWN)
    )
    return [
        OwnReply(
            row.number,
            f"{conversation.address}?post={row.number}#p{row.number}",
            Markup(row.html),  # noqa: S704 - rendered and gated by core.richtext when it was written
        )
        for row in rows
    ]
