"""Watched words: keeping the lists, and what follows where one of them is written. Nothing here commits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.events import PostAutomaticallyHeld, WatchedWordWritten
from hrcn_community.conversations.models import (
    ChangeToBeRead,
    ListFull,
    Post,
    PostState,
    WatchDeed,
    WatchedWord,
    WatchFinding,
    WordListed,
    WordShapeless,
)
from hrcn_community.conversations.queries.watching import count_of_list, is_listed, watched_in
from hrcn_community.conversations.watched import MOST_WORDS, found_in, key_of, readable
from hrcn_community.core import clock, richtext
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.languages import guess_language
from hrcn_community.core.refs import new_ref
from hrcn_community.core.text import one_line
from hrcn_community.spaces.models import Space

FOUND = (WatchDeed.HOLD, WatchDeed.TELL)


@dataclass(frozen=True)
class Watched:
    """A word to be watched, and what happens where it is written."""

    phrase: str
    is_whole: bool
    language: str
    deed: WatchDeed


@dataclass(frozen=True)
class Finding:
    """A watched word that stands in what somebody writes."""

    phrase: str
    deed: WatchDeed


def add_word(space: Space | None, watched: Watched, *, by: Viewer) -> WatchedWord:
    """Put a word on the list of a space, or of the house; raise where it stands there, or is none."""
    if count_of_list(space) >= MOST_WORDS:
        raise ListFull
    word = WatchedWord(ref=new_ref(), space_id=space.id if space else None)
    _write(word, space, watched)
    word.added_by_id, word.added_at = by.id, clock.now()
    db.session.add(word)
    return word


def change_word(word: WatchedWord, space: Space | None, watched: Watched) -> None:
    _write(word, space, watched)


def remove_word(word: WatchedWord) -> None:
    db.session.delete(word)


def words_to_reread(
    space: Space, source: str, *others: str, languages: Collection[str]
) -> Sequence[str]:
    """Return the words for which a writer is asked to read once more what they are about to send."""
    watched = watched_in(space, [WatchDeed.WARN])
    if not watched:
        return ()
    return sorted({each.phrase for each in _found(watched, source, others, languages)})


def look_through(
    space: Space, source: str, *others: str, languages: Collection[str], by: Viewer
) -> tuple[Finding, ...]:
    """Return the words for which what `by` writes waits, or is told of. Facilitators watch, and are not watched."""
    if SpaceRole.FACILITATOR in by.roles_in(space.id):
        return ()
    watched = watched_in(space, FOUND)
    if not watched:
        return ()
    found = _found(watched, source, others, languages)
    return tuple(dict.fromkeys(Finding(each.phrase, WatchDeed(each.deed)) for each in found))


def keep_findings(post: Post, findings: Sequence[Finding]) -> None:
    """Write down what was found in `post`, for those who are responsible, and let them be told."""
    if not findings:
        return
    space_id = post.space.id
    for each in findings:
        row = {"post_id": post.id, "space_id": space_id, "found_at": clock.now()}
        db.session.add(WatchFinding(phrase=each.phrase, deed=each.deed, **row))
    place = {"conversation_id": post.conversation_id, "post_id": post.id}
    # By nobody: a rule did it, and its author is told so.
    if is_to_be_held(findings) and post.state == PostState.HELD:
        record(PostAutomaticallyHeld(**place), by=None)
    elif post.state == PostState.PUBLISHED:
        record(WatchedWordWritten(**place), by=None)


def look_at_change(post: Post, source: str, *, by: Viewer) -> tuple[Finding, ...]:
    """Return the watched words that a change of `post` brings in; raise ChangeToBeRead where one would wait.

    What stands is never taken away by a machine: others have answered it. Nor does a change get in what
    a new post does not.
    """
    if post.state not in (PostState.PUBLISHED, PostState.HELD):
        return ()
    languages = {post.language, guess_language(source, post.language)}
    after = look_through(post.space, source, languages=languages, by=by)
    if not after:
        return ()
    before = look_through(post.space, post.source, languages=languages, by=by)
    new = tuple(each for each in after if each not in before)
    if post.state == PostState.PUBLISHED and is_to_be_held(new):
        raise ChangeToBeRead
    return new


def is_to_be_held(findings: Sequence[Finding]) -> bool:
    return any(each.deed == WatchDeed.HOLD for each in findings)


def _found(
    watched: Sequence[WatchedWord], source: str, others: Sequence[str], languages: Collection[str]
) -> Sequence[WatchedWord]:
    """Return what stands in the text, rendered as its readers see it, or in what stands beside it."""
    text = "\u2029".join([readable(richtext.render(source)), *others])
    return found_in(text, watched, languages)


def _write(word: WatchedWord, space: Space | None, watched: Watched) -> None:
    phrase = one_line(watched.phrase)
    key = key_of(phrase)
    if not key:
        raise WordShapeless
    if is_listed(space, key, watched.language, but=word.id or 0):
        raise WordListed
    word.phrase, word.key, word.is_whole = phrase, key, watched.is_whole
    word.language, word.deed = watched.language, watched.deed
