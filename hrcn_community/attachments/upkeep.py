"""Clearing away files that nobody has any more. Each step commits by itself, and may be broken off anywhere.

Rows go first, bytes after: what a kill leaves between is found by the sweep.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, false, or_, select
from sqlalchemy.exc import IntegrityError

from hrcn_community.attachments.actions import SMALL
from hrcn_community.attachments.storage import KEPT_APART, storage
from hrcn_community.attachments.workplace import tidy_workplaces
from hrcn_community.conversations.models import (
    Attachment,
    Conversation,
    Draft,
    LetGoFile,
    Post,
    StoredFile,
)
from hrcn_community.core import clock
from hrcn_community.core.db import db

NEVER_SENT = timedelta(days=1)  # so old, what no draft names is not sent any more
UNUSED = timedelta(hours=1)
STRAY = timedelta(days=1)  # bytes are stored before their row: never taken for strays
AT_ONCE = 200
Spared = Callable[[Any], ColumnElement[bool]]


def nobody(_column: Any) -> ColumnElement[bool]:
    return false()


def tidy() -> None:
    """Remove what a killed server left half done on this machine."""
    tidy_workplaces()
    storage().tidy(clock.now())


def clear_away(of_person: Spared = nobody, of_space: Spared = nobody) -> None:
    """Forget what was added and never sent, or was taken out of a post; then the bytes that nobody has.

    What is spared `of_person` or `of_space` stays: of whom nothing may go, this room does not know.
    """
    _forget_never_sent(~of_person(Attachment.owner_id))
    _forget_let_go(~of_person(LetGoFile.owner_id), ~of_space(Conversation.space_id))
    _drop_unused()


def sweep() -> None:
    """Look through the whole storage for bytes without a row."""
    for names in storage().older_than(clock.now() - STRAY):
        _drop_strays([name for name in names if not name.startswith(KEPT_APART)])


def _forget_never_sent(which: ColumnElement[bool]) -> None:
    """Forget files that hang nowhere, but those that a draft of their owner's still names."""
    after = 0
    while some := _never_sent(after, which):
        after = some[-1].id
        named = _named_in_drafts({each.owner_id for each in some if each.owner_id})
        gone = [each.id for each in some if each.ref not in named]
        db.session.execute(
            delete(Attachment).where(Attachment.id.in_(gone), Attachment.post_id.is_(None))
        )
        db.session.commit()


def _never_sent(after: int, which: ColumnElement[bool]) -> Sequence[Attachment]:
    old = Attachment.added_at < clock.now() - NEVER_SENT
    return db.session.scalars(
        select(Attachment)
        .where(Attachment.post_id.is_(None), old, Attachment.id > after, which)
        .order_by(Attachment.id)
        .limit(AT_ONCE)
    ).all()


def _forget_let_go(*which: ColumnElement[bool]) -> None:
    rows = (
        select(LetGoFile.id)
        .join(Post, Post.id == LetGoFile.post_id)
        .join(Conversation, Conversation.id == Post.conversation_id)
        .where(*which)
        .limit(AT_ONCE)
    )
    while some := db.session.scalars(rows).all():
        db.session.execute(delete(LetGoFile).where(LetGoFile.id.in_(some)))
        db.session.commit()


def _named_in_drafts(owner_ids: set[int]) -> set[str]:
    named: set[str] = set()
    for fields in db.session.scalars(select(Draft.fields).where(Draft.person_id.in_(owner_ids))):
        refs = fields.get("files", [])
        named |= {refs} if isinstance(refs, str) else set(refs)
    return named


def _drop_unused() -> None:
    after = 0
    while some := _unused(after):
        after = some[-1].id
        for each in some:
            _drop(each)


def _unused(after: int) -> Sequence[StoredFile]:
    return db.session.scalars(
        select(StoredFile)
        .where(~_is_used(), StoredFile.stored_at < clock.now() - UNUSED, StoredFile.id > after)
        .order_by(StoredFile.id)
        .limit(AT_ONCE)
    ).all()


def _drop(stored: StoredFile) -> None:
    """Remove one content, unless somebody added the same in this very moment."""
    name = stored.name
    try:
        db.session.execute(delete(StoredFile).where(StoredFile.id == stored.id, ~_is_used()))
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return
    is_gone = db.session.scalar(select(StoredFile.id).where(StoredFile.name == name)) is None
    db.session.rollback()  # nobody waits for us while we speak to the storage
    if is_gone:
        storage().delete([name, name + SMALL])


def _drop_strays(names: list[str]) -> None:
    """Remove those of `names` that no row knows: their upload was broken off before it was written down."""
    known = {name.removesuffix(SMALL) for name in names}
    rows = set(db.session.scalars(select(StoredFile.name).where(StoredFile.name.in_(known))))
    db.session.rollback()
    storage().delete([name for name in names if name.removesuffix(SMALL) not in rows])


def _is_used():
    hangs = exists().where(Attachment.file_id == StoredFile.id)
    return or_(hangs, exists().where(LetGoFile.file_id == StoredFile.id))
