"""Who is told of watched words and of facilitators' notes: those who are responsible; and whom a rule held up."""

from hrcn_community.accounts.directory import core_team_ids
from hrcn_community.accounts.places import facilitator_ids
from hrcn_community.conversations.events import (
    NoteWritten,
    PostAutomaticallyHeld,
    WatchedWordWritten,
)
from hrcn_community.conversations.models import Conversation, Note, Post, PostState
from hrcn_community.conversations.queries import readers_by_id
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.words import _l
from hrcn_community.notifications.actions import tell
from hrcn_community.notifications.topics import Topic, Words

WORDS: Words = {
    Topic.DECISION: {
        "post.held_by_rule": _l(
            "Your post in “%(title)s” waits for a facilitator: a rule held it back by itself, nobody "
            "has decided about it yet"
        ),
    },
    Topic.DUTY: {
        "post.watched": _l("A word that is watched stands in a post in “%(title)s”"),
        "post.noted": _l("%(actor)s left a note for facilitators in “%(title)s”"),
    },
}


def tell_author_of_rule(event: PostAutomaticallyHeld, entry: Entry) -> None:
    """Tell an author that their post waits and that no person held it back."""
    post = db.session.get_one(Post, event.post_id)
    if post.state != PostState.HELD:
        return
    conversation = db.session.get_one(Conversation, post.conversation_id)
    author = readers_by_id(conversation.id, [post.author_id])
    address = post.address_in(conversation)
    tell(author, "post.held_by_rule", entry, address, conversation=conversation)


def tell_of_watched_word(event: WatchedWordWritten, entry: Entry) -> None:
    """Tell the facilitators; where a space has none, the core team."""
    post = db.session.get_one(Post, event.post_id)
    conversation = db.session.get_one(Conversation, post.conversation_id)
    people = facilitator_ids(conversation.space_id) or core_team_ids()
    to_tell = readers_by_id(conversation.id, people)
    address = f"/posts/{post.ref}/notes"
    tell(to_tell, "post.watched", entry, address, conversation=conversation, names_actor=False)


def tell_of_note(event: NoteWritten, entry: Entry) -> None:
    """Tell the other facilitators of the space for which a note was written, as far as they still read there."""
    note = db.session.get(Note, event.note_id)
    if note is None:
        return
    post = db.session.get_one(Post, note.post_id)
    conversation = db.session.get_one(Conversation, post.conversation_id)
    to_tell = readers_by_id(conversation.id, facilitator_ids(note.space_id))
    address = f"/posts/{post.ref}/notes"
    tell(to_tell, "post.noted", entry, address, conversation=conversation)
