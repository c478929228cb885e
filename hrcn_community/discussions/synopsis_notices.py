"""Who is told on the way of a query to its consolidated reply, and in which words."""

from collections.abc import Iterable

from sqlalchemy import exists, select

from hrcn_community.accounts.places import facilitator_ids
from hrcn_community.conversations.events import PostDeleted, PostHidden
from hrcn_community.conversations.models import Conversation, Post, PostState
from hrcn_community.conversations.queries import followers, readers_by_id
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.words import _l
from hrcn_community.discussions.events import (
    ConfirmationAsked,
    ConfirmationTimePassed,
    ContributionsEnded,
    SynopsisPublished,
)
from hrcn_community.discussions.models import Citation, Confirmation, Sentence, Synopsis, Thread
from hrcn_community.discussions.queries.synopses import Consolidation
from hrcn_community.discussions.queries.synopsis_people import contributor_ids
from hrcn_community.notifications.actions import tell
from hrcn_community.notifications.topics import Topic, Words

WORDS: Words = {
    Topic.DUTY: {
        "synopsis.contributed": _l(
            "The contributions to “%(title)s” are in: its reply can be drafted"
        ),
        "synopsis.asked": _l(
            "%(actor)s asks whether a draft in “%(title)s” tells what you contributed"
        ),
        "synopsis.answered": _l("The time to confirm the draft in “%(title)s” is over"),
        "synopsis.unsourced": _l(
            "All that a sentence of the reply in “%(title)s” rests on was withdrawn"
        ),
    },
    Topic.RESPONSE: {
        "synopsis.published": _l("%(actor)s published the consolidated reply in “%(title)s”"),
    },
}


def tell_of_contributions(event: ContributionsEnded, entry: Entry) -> None:
    """Tell the facilitators that it is for them to draft."""
    query = _query(event.thread_id)
    _tell_facilitators(query, "synopsis.contributed", entry)


def tell_contributors_of_draft(event: ConfirmationAsked, entry: Entry) -> None:
    """Ask those who contributed and have not answered in this round."""
    query = _query(event.thread_id)
    if not query.synopsis.is_asked or query.synopsis.round != event.round:
        return
    answered = select(Confirmation.person_id).where(
        Confirmation.thread_id == event.thread_id, Confirmation.round == event.round
    )
    asked = contributor_ids(query).where(Post.author_id.not_in(answered)).distinct()
    people = db.session.scalars(asked).all()
    _tell(query, people, "synopsis.asked", entry, query.address)


def tell_of_passed_time(event: ConfirmationTimePassed, entry: Entry) -> None:
    """Tell the facilitators that they need not wait any longer, if they still do."""
    query = _query(event.thread_id)
    synopsis = query.synopsis
    waits = synopsis.is_asked and synopsis.round == event.round
    if waits and synopsis.time_to_confirm_is_over:
        _tell_facilitators(query, "synopsis.answered", entry)


def tell_of_published_reply(event: SynopsisPublished, entry: Entry) -> None:
    """Tell those who contributed, and who follows."""
    query = _query(event.thread_id)
    conversation = query.thread.conversation
    contributors = db.session.scalars(contributor_ids(query).distinct()).all()
    post = db.session.get_one(Post, event.post_id)
    address = f"{conversation.address}?post={post.number}#p{post.number}"
    people = {*contributors, *followers(conversation.id, entry.happened_at)}
    _tell(query, people, "synopsis.published", entry, address)


def tell_of_unsourced_sentence(event: PostDeleted | PostHidden, entry: Entry) -> None:
    """Tell the facilitators, once for each sentence, that nothing is left of what it rests on."""
    for thread_id in sorted({each.thread_id for each in _newly_unsourced(event.post_id)}):
        query = _query(thread_id)
        _tell_facilitators(query, "synopsis.unsourced", entry)


def _newly_unsourced(post_id: int) -> list[Sentence]:
    """Return the sentences that rested on the post, have lost all else too, and mark that it is told."""
    stands = (
        select(Citation.post_id)
        .join(Post, Post.id == Citation.post_id)
        .join(Thread, Thread.conversation_id == Post.conversation_id)
        .where(Thread.id == Sentence.thread_id)
        .where(Citation.sentence_id == Sentence.id, Post.state == PostState.PUBLISHED)
        .correlate(Sentence)
    )
    cites = exists().where(Citation.sentence_id == Sentence.id, Citation.post_id == post_id)
    found = db.session.scalars(
        select(Sentence).where(cites, ~stands.exists(), Sentence.told_unsourced_at.is_(None))
    ).all()
    for sentence in found:
        sentence.told_unsourced_at = clock.now()
    return list(found)


def _query(thread_id: int) -> Consolidation:
    thread = db.session.get_one(Thread, thread_id)
    thread.conversation = db.session.get_one(Conversation, thread.conversation_id)
    return Consolidation(thread, db.session.get_one(Synopsis, thread_id))


def _tell_facilitators(query: Consolidation, kind: str, entry: Entry) -> None:
    people = {*facilitator_ids(query.thread.conversation.space_id), query.synopsis.drafted_by_id}
    _tell(query, people, kind, entry, f"{query.address}/edit")


def _tell(
    query: Consolidation, people: Iterable[int | None], kind: str, entry: Entry, address: str
) -> None:
    conversation = query.thread.conversation
    still_read = readers_by_id(conversation.id, [person for person in people if person])
    tell(still_read, kind, entry, address, conversation=conversation)
