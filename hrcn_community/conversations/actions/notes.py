"""Notes of facilitators at a post. Nothing here commits, and nothing of the conversation changes."""

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.events import NoteWritten
from hrcn_community.conversations.models import Note, Post
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref
from hrcn_community.core.text import clean


def write_note(post: Post, text: str, *, by: Viewer) -> Note:
    """Note something at `post` for the facilitators of the space in which it stands now."""
    note = Note(
        ref=new_ref(),
        post_id=post.id,
        space_id=post.space.id,
        author_id=by.id,
        text=clean(text).strip(),
        written_at=clock.now(),
    )
    db.session.add(note)
    db.session.flush()
    record(NoteWritten(note_id=note.id), by=by.id)
    return note


def delete_note(note: Note) -> None:
    db.session.delete(note)
