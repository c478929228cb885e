"""Saying a post in another language. Nothing here commits.

Whoever changes a translation's fate holds its original first: `Post.translated` is exact.
"""

from collections.abc import Sequence

from sqlalchemy import delete, select, update

from hrcn_community.accounts.silencing import refuse_silenced
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions.mentioned import rendered
from hrcn_community.conversations.actions.newcomers import take_in
from hrcn_community.conversations.actions.posts import lock, touch, write_terms
from hrcn_community.conversations.actions.watching import (
    is_to_be_held,
    keep_findings,
    look_through,
)
from hrcn_community.conversations.events import PostTranslated
from hrcn_community.conversations.models import (
    AlreadyTranslated,
    ChangeToBeRead,
    NobodyNamed,
    NotOfADirectory,
    Post,
    PostNotStanding,
    PostState,
    Revision,
    Translation,
)
from hrcn_community.core import clock, richtext
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref
from hrcn_community.core.text import clean


def translate_post(
    original: Post, language: str, source: str, *, by: Viewer, of_revision: int
) -> Post:
    """Add what `original` says in `language`; everybody who reads it may correct it."""
    refuse_silenced(by, original.conversation.space_id)
    lock(original)
    if original.state != PostState.PUBLISHED or original.number is None:
        raise PostNotStanding
    if original.author_id is None:
        raise NobodyNamed
    if not original.space.is_listed:
        raise NotOfADirectory
    take_in(original.space, source, by=by)
    findings = look_through(original.space, source, languages={language}, by=by)
    if is_to_be_held(findings):
        raise ChangeToBeRead
    _make_room(original, language)
    post = _add(original, language, clean(source), by)
    of_revision = max(1, min(of_revision, original.revision))
    db.session.add(
        Translation(
            post_id=post.id, original_id=original.id, language=language, of_revision=of_revision
        )
    )
    recount_translations(original)
    keep_findings(post, findings)
    facts = PostTranslated(
        conversation_id=original.conversation_id, post_id=post.id, original_id=original.id
    )
    record(facts, by=by.id)
    return post


def bring_up_to_date(post: Post, revision: int) -> None:
    """Say that a translation says what `revision` of its original says; never backwards."""
    db.session.execute(
        update(Translation)
        .where(Translation.post_id == post.id, Translation.of_revision < revision)
        .values(of_revision=revision)
    )
    touch(post)


def hold_original(post: Post) -> Post | None:
    """Return the original of a translation, held; None for a post that stands for itself."""
    if post.number is not None:
        return None
    of = select(Translation.original_id).where(Translation.post_id == post.id)
    original = db.session.scalar(select(Post).where(Post.id.in_(of)))
    if original:
        lock(original)
    return original


def follow_fate(original: Post, before: str) -> None:
    """Let the translations that were as their original was, `before`, become as it is now.

    What was taken back by itself has a name to it, `taken_back_by_id`, and stays as it is.
    """
    for post in _translations(original, before):
        post.state = original.state
        write_terms(post)
        post.version = post.version + 1
    recount_translations(original)


def can_come_back(original: Post | None) -> bool:
    """Does the original of a translation stand? There is none where its place was taken by another one."""
    return original is not None and original.state == PostState.PUBLISHED


def _translations(original: Post, state: str) -> Sequence[Post]:
    """Return the translations in that `state` which nobody took back by themselves, held."""
    theirs = select(Translation.post_id).where(Translation.original_id == original.id)
    return db.session.scalars(
        select(Post)
        .where(Post.id.in_(theirs), Post.state == state, Post.taken_back_by_id.is_(None))
        .order_by(Post.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def recount_translations(original: Post) -> None:
    """Write into a held `original` into which languages it can be read now."""
    db.session.flush()
    languages = db.session.scalars(
        select(Translation.language)
        .join(Post, Post.id == Translation.post_id)
        .where(Translation.original_id == original.id, Post.state == PostState.PUBLISHED)
        .order_by(Translation.language)
    ).all()
    if list(languages) != original.translated:
        original.translated = list(languages)
        touch(original)


def _make_room(original: Post, language: str) -> None:
    """Refuse a second translation; one that was taken back gives up its place."""
    if language == original.language:
        raise AlreadyTranslated(original.ref)
    found = db.session.scalar(
        select(Post)
        .join(Translation, Translation.post_id == Post.id)
        .where(Translation.original_id == original.id, Translation.language == language)
    )
    if found and found.state == PostState.PUBLISHED:
        raise AlreadyTranslated(found.ref)
    if found:
        db.session.execute(delete(Translation).where(Translation.post_id == found.id))


def _add(original: Post, language: str, source: str, by: Viewer) -> Post:
    """Add a post without a number: no reader meets it as one more in the conversation."""
    now = clock.now()
    words = {"source": source, "html": rendered(source)}
    post = Post(
        ref=new_ref(),
        conversation=original.conversation,
        author_id=by.id,
        language=language,
        created_at=now,
        is_wiki=True,
        rendered_with=richtext.VERSION,
        state=PostState.PUBLISHED,
        **words,
    )
    write_terms(post)
    db.session.add(post)
    db.session.flush()
    db.session.add(
        Revision(post_id=post.id, number=1, written_by_id=by.id, written_at=now, **words)
    )
    return post
