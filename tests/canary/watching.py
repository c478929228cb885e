"""Planters of what facilitators keep to themselves: watched words, what was found of them, notes."""

from sqlalchemy import select

from hrcn_community.accounts.distances import keep_distance
from hrcn_community.accounts.models import DistanceKind
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions.notes import write_note
from hrcn_community.conversations.actions.watching import Watched, add_word
from hrcn_community.conversations.models import Post, WatchDeed
from hrcn_community.core.db import db
from hrcn_community.discussions import actions as discussions
from hrcn_community.discussions.models import Thread
from hrcn_community.spaces.models import Space
from tests.canary.planters import House


def plant_what_facilitators_keep(house: House) -> None:
    """A list with a word that Ben then writes, and a note at what he wrote; Ines mutes and blocks him."""
    held, told = house.secret("watched and held"), house.secret("watched and told")

    def keep(viewer: Viewer) -> None:
        space = db.session.get_one(Space, house.space.id)
        for phrase, deed in ((held, WatchDeed.HOLD), (told, WatchDeed.TELL)):
            add_word(space, Watched(phrase, True, "", deed), by=viewer)

    def write(viewer: Viewer) -> int:
        space = db.session.get_one(Space, house.space.id)
        thread: Thread = discussions.start_thread(space, "A thread", f"So: {told}", by=viewer)
        discussions.reply(thread, f"And so: {held}", by=viewer)
        return db.session.scalars(
            select(Post.id).where(Post.conversation_id == thread.conversation_id, Post.number == 1)
        ).one()

    def note(viewer: Viewer) -> None:
        post = db.session.get_one(Post, post_id)
        db.session.refresh(post, ["conversation"])
        db.session.refresh(post.conversation, ["space"])
        write_note(post, house.secret("note of a facilitator"), by=viewer)

    def keep_away(viewer: Viewer) -> None:
        for kind in DistanceKind:
            keep_distance(house.cast.ben.id, kind, by=viewer)

    house.act(house.cast.ruth, keep)
    post_id = house.act(house.cast.ben, write)
    house.act(house.cast.ruth, note)
    house.act(house.cast.ines, keep_away)
