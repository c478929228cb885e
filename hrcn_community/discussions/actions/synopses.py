"""Drafting the consolidated reply, asking those who contributed, publishing it. Nothing here commits."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, select

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions import follow, write_post
from hrcn_community.conversations.models import Post, PostState
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.text import is_blank, one_line
from hrcn_community.discussions.actions.synopsis_windows import hold
from hrcn_community.discussions.events import (
    ConfirmationAsked,
    ConfirmationTimePassed,
    SynopsisDrafted,
    SynopsisPublished,
    SynopsisTakenBack,
)
from hrcn_community.discussions.models import (
    Citation,
    DraftConflict,
    NobodyConfirmed,
    NotAtThisStage,
    NothingDrafted,
    ObjectionStands,
    Sentence,
    Step,
    Synopsis,
)
from hrcn_community.discussions.queries.synopses import Consolidation
from hrcn_community.discussions.queries.synopsis_answers import said_of_round
from hrcn_community.discussions.queries.synopsis_drafts import DraftedSentence, drafted
from hrcn_community.discussions.queries.synopsis_sentences import sentences_of
from hrcn_community.discussions.sentences import markdown_of

Cited = tuple[str, tuple[int, ...]]  # the words of a sentence, and the numbers that it rests on


def save_draft(
    query: Consolidation, text: str, *, over: int | None, by: Viewer, reread: bool = False
) -> None:
    """Keep the draft. `over` is the saving that it goes on from; raise DraftConflict if that is past.

    Sentences that were confirmed and are changed begin a new round. What an unchanged sentence cites
    stays as it was cited, unless its sources were read again.
    """
    synopsis = hold(query)
    synopsis.must_allow(Step.SAVE)
    if over != synopsis.sequence:
        raise DraftConflict
    sentences = drafted(query, text)
    before = _as_cited(synopsis)
    if [(each.words, _numbers(each)) for each in sentences] != [each for each, _cited in before]:
        _begin_round(synopsis)
    _replace(synopsis, sentences, {} if reread else dict(before))
    synopsis.sequence, synopsis.drafted_by_id = synopsis.sequence + 1, by.id
    record(SynopsisDrafted(thread_id=synopsis.thread_id, round=synopsis.round), by=by.id)


def send_draft(query: Consolidation, until: datetime, *, by: Viewer) -> None:
    """Ask those who contributed, until that moment, whether the draft tells it rightly."""
    synopsis = hold(query)
    synopsis.take(Step.SEND)
    if not db.session.scalar(select(exists().where(Sentence.thread_id == synopsis.thread_id))):
        raise NothingDrafted
    synopsis.sent_round, synopsis.confirmations_until = synopsis.round, until
    facts = {"thread_id": synopsis.thread_id, "round": synopsis.round}
    record(ConfirmationAsked(**facts), by=by.id)
    record(ConfirmationTimePassed(**facts), due=until)


def take_draft_back(query: Consolidation, *, by: Viewer) -> None:
    """Go back to drafting. What was said of this round counts on if no sentence is changed.

    A published reply is drafted again only when it does not stand any more.
    """
    synopsis = hold(query)
    if synopsis.is_published:
        _let_go(query)
    synopsis.take(Step.GO_BACK)
    synopsis.confirmations_until = None
    record(SynopsisTakenBack(thread_id=synopsis.thread_id), by=by.id)


def publish(
    query: Consolidation, *, of_round: int | None, over_objection: str = "", by: Viewer
) -> Post:
    """Make the draft the consolidated reply: a post of its thread, and its answer.

    The words of the post are made from the sentences, so that search, history and export know them;
    whom it names and what has become of its sources is asked whenever it is shown.
    """
    synopsis, conversation = hold(query), query.thread.conversation
    synopsis.take(Step.PUBLISH)
    synopsis.must_be_of(of_round)
    reason = one_line(over_objection)
    synopsis.over_objection = reason if _must_be_confirmed(synopsis, reason) else ""
    cited = [(s.words, [c.number for c in s.sources]) for s in sentences_of(query.thread)]
    post = write_post(conversation, markdown_of(cited, conversation.address), by=by)
    synopsis.post_id, synopsis.published_at = post.id, clock.now()
    query.thread.accepted_post_id = post.id
    follow(conversation, by.id)
    record(SynopsisPublished(thread_id=synopsis.thread_id, post_id=post.id), by=by.id)
    return post


def _must_be_confirmed(synopsis: Synopsis, reason: str) -> bool:
    """Refuse what nobody has confirmed in time, or somebody objects to; return whether somebody does."""
    answers = said_of_round(synopsis)
    if True not in answers and not synopsis.time_to_confirm_is_over:
        raise NobodyConfirmed
    if False in answers and is_blank(reason):
        raise ObjectionStands
    return False in answers


def _let_go(query: Consolidation) -> None:
    """Be done with a reply that was taken back, hidden or moved away; refuse where it still stands."""
    synopsis, thread = query.synopsis, query.thread
    stands = exists().where(
        Post.id == synopsis.post_id,
        Post.conversation_id == thread.conversation_id,
        Post.state == PostState.PUBLISHED,
    )
    if db.session.scalar(select(stands)):
        raise NotAtThisStage(synopsis.state)
    synopsis.post_id, synopsis.published_at, synopsis.over_objection = None, None, ""
    thread.accepted_post_id = None
    thread.conversation.version += 1


def _as_cited(synopsis: Synopsis) -> list[tuple[Cited, dict[int, int]]]:
    """Return the sentences that stand, in order, each with the revisions that it cites by number."""
    rows = db.session.execute(
        select(Sentence.position, Sentence.words, Citation.number, Citation.revision)
        .join(Citation, Citation.sentence_id == Sentence.id)
        .where(Sentence.thread_id == synopsis.thread_id)
        .order_by(Sentence.position, Citation.number)
    )
    sentences: dict[int, tuple[str, dict[int, int]]] = {}
    for position, words, number, revision in rows:
        sentences.setdefault(position, (words, {}))[1][number] = revision
    return [((words, tuple(cited)), cited) for words, cited in sentences.values()]


def _numbers(sentence: DraftedSentence) -> tuple[int, ...]:
    return tuple(post.number for post in sentence.posts)


def _begin_round(synopsis: Synopsis) -> None:
    if synopsis.sent_round == synopsis.round:
        synopsis.round += 1


def _replace(
    synopsis: Synopsis, sentences: Sequence[DraftedSentence], before: dict[Cited, dict[int, int]]
) -> None:
    db.session.execute(delete(Sentence).where(Sentence.thread_id == synopsis.thread_id))
    for position, each in enumerate(sentences, start=1):
        sentence = Sentence(
            thread_id=synopsis.thread_id, position=position, words=each.words, html=each.html
        )
        db.session.add(sentence)
        db.session.flush()
        pinned = before.get((each.words, _numbers(each)), {})
        db.session.add_all(
            Citation(
                sentence_id=sentence.id,
                post_id=post.id,
                number=post.number,
                revision=pinned.get(post.number, post.revision),
            )
            for post in each.posts
        )
