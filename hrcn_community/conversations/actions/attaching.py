"""Hanging files at posts. Nothing here commits.

Whoever changes which files hang at a post holds its row: `Post.file_count` is exact.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from hrcn_community.accounts.silencing import refuse_silenced
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions.posts import (
    keep_version,
    lock,
    touch,
    who_acts,
    write_terms,
)
from hrcn_community.conversations.events import PostFilesChanged
from hrcn_community.conversations.models import (
    MOST_FILES,
    Attachment,
    FilesMissing,
    Hidden,
    LetGoFile,
    Post,
    PostNotStanding,
    PostState,
    StoredFile,
    TooManyFiles,
)
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref

# What a file is called where its own name would tell who sits behind a pseudonym.
NEUTRAL_NAMES = {"image": "image", "pdf": "document", "office": "document", "text": "text"}


@dataclass(frozen=True)
class ChosenFile:
    """A file that shall hang at a post, in the place where it stands in its list."""

    id: int
    description: str = ""


def add_upload(stored: StoredFile, name: str, *, by: Viewer) -> Attachment:
    """Give a stored file to `by`, who alone sees it until it hangs at a post."""
    attachment = Attachment(
        ref=new_ref(),
        file=stored,
        owner_id=by.id,
        name=_neutral(stored, 0) if by.is_masked else name,
        added_at=clock.now(),
    )
    db.session.add(attachment)
    db.session.flush()
    return attachment


def drop_upload(attachment: Attachment) -> None:
    """Forget a file that hangs nowhere, even now; its bytes go when nobody else has the same."""
    hangs_nowhere = Attachment.id == attachment.id, Attachment.post_id.is_(None)
    db.session.execute(delete(Attachment).where(*hangs_nowhere))


def hand_over(refs: Collection[str], *, owner_ids: Collection[int], to: Viewer) -> None:
    """Let what was added, and hangs nowhere yet, be of the self who is going to send it.

    Else a draft of a persona that names a file of its owner's would tell who that is.
    """
    others = [id_ for id_ in owner_ids if id_ != to.id]
    added = Attachment.ref.in_(refs), Attachment.post_id.is_(None), Attachment.owner_id.in_(others)
    if not refs or not others:
        return
    for each in db.session.scalars(select(Attachment).where(*added)).all():
        _give(each, to)


def attach(post: Post, files: Sequence[ChosenFile], *, by: Viewer) -> None:
    """Let `files`, which `by` added, hang at a post that was written just now."""
    if files:
        _arrange(post, files, (), by)


def change_files(
    post: Post,
    files: Sequence[ChosenFile],
    *,
    dropped: Collection[int] = (),
    by: Viewer,
    reason: str = "",
    is_kept: bool = False,
) -> bool:
    """Let `files` hang at `post` and the `dropped` no longer; return whether that is a change.

    It counts as a version, unless one `is_kept` of the same change already. What somebody else added
    meanwhile stays. Raise FilesMissing where one of `files` hangs elsewhere by now, or is gone.
    """
    refuse_silenced(by, post.conversation.space_id)
    lock(post)
    if post.state not in (PostState.PUBLISHED, PostState.DRAFT, PostState.HELD):
        raise PostNotStanding
    if not _arrange(post, files, dropped, by):
        return False
    if not is_kept:
        keep_version(post, by=by, reason=reason)
    if post.state != PostState.HELD:
        place = {"conversation_id": post.conversation_id, "post_id": post.id}
        record(PostFilesChanged(**place), by=who_acts(post, by))
    return True


def hide_file(attachment: Attachment, post: Post, hidden: Hidden) -> None:
    """Keep a file from its readers by a decision, or give it back to them; the words of the post stay."""
    lock(post)
    attachment.hidden = hidden
    db.session.flush()
    write_terms(post)
    touch(post)


def _arrange(post: Post, files: Sequence[ChosenFile], dropped: Collection[int], by: Viewer) -> bool:
    found = {each.id: each for each in _held(post, files)}
    if not all(each.id in found and found[each.id].post_id in (None, post.id) for each in files):
        raise FilesMissing
    here = [each for each in found.values() if each.post_id == post.id]
    chosen = [each for each in files if each.id not in dropped]
    named = {each.id for each in chosen} | set(dropped)
    wanted = [*chosen, *(ChosenFile(e.id, e.description) for e in here if e.id not in named)]
    if len(wanted) > MOST_FILES:
        raise TooManyFiles
    gone = [each for each in here if each.id in dropped]
    if not gone and wanted == [ChosenFile(each.id, each.description) for each in here]:
        return False
    _let_go(gone)
    for position, each in enumerate(wanted, start=1):
        _hang(found[each.id], post, position, each.description, by)
    post.file_count = len(wanted)
    db.session.flush()
    write_terms(post)
    touch(post)
    return True


def _held(post: Post, files: Sequence[ChosenFile]) -> Sequence[Attachment]:
    """Return what hangs at `post` and what shall, each held so that no other post takes it meanwhile."""
    wanted = Attachment.id.in_([each.id for each in files])
    return db.session.scalars(
        select(Attachment)
        .where(wanted | (Attachment.post_id == post.id))
        .order_by(Attachment.position, Attachment.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _let_go(gone: Sequence[Attachment]) -> None:
    """Take files out of their post, where nobody is shown them; what becomes of them is said elsewhere."""
    kept = ("file_id", "post_id", "owner_id", "name", "description", "added_at")
    for each in gone:
        values = {name: getattr(each, name) for name in kept}
        db.session.add(LetGoFile(**values, let_go_at=clock.now()))
        db.session.delete(each)
    db.session.flush()


def _hang(attachment: Attachment, post: Post, position: int, description: str, by: Viewer) -> None:
    if attachment.post_id is None:
        _give(attachment, by, position)
    attachment.post_id, attachment.position = post.id, position
    attachment.description = description


def _give(attachment: Attachment, to: Viewer, position: int = 0) -> None:
    attachment.owner_id = to.id
    if to.is_masked:  # neither its name nor its moment says whose it was before
        stored = db.session.get_one(StoredFile, attachment.file_id)
        attachment.name, attachment.added_at = _neutral(stored, position), clock.now()


def _neutral(stored: StoredFile, position: int) -> str:
    number = f"-{position}" if position else ""
    return f"{NEUTRAL_NAMES[stored.kind]}{number}{stored.extension}"
