"""Planters of what is being written, and of quotes between what is open and what is hidden."""

from sqlalchemy import select

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions import save_draft
from hrcn_community.conversations.models import Post
from hrcn_community.core.db import db
from hrcn_community.discussions import actions as discussions
from hrcn_community.discussions.models import Thread
from hrcn_community.discussions.queries import find_thread
from hrcn_community.spaces.models import Space
from tests.canary.planters import House, there


def plant_drafts(house: House) -> None:
    """Of whatever is drafted; and some of Tomas, who must not meet their thread's title any more."""
    ben, tomas = house.cast.ben.id, house.cast.tomas.id

    def plant(viewer: Viewer) -> None:
        space = db.session.get_one(Space, house.space.id)
        thread = discussions.start_thread(
            space, house.secret("title above a draft"), "An opening.", by=viewer
        )
        post = db.session.scalars(
            select(Post).where(Post.conversation_id == thread.conversation_id)
        ).one()
        for place, fields in {
            f"reply:{thread.ref}": {"body": house.secret("draft of a reply")},
            f"thread:{space.slug}": {
                "title": house.secret("title of a draft"),
                "body": house.secret("draft of a thread"),
            },
            f"edit:{post.ref}": {"body": house.secret("draft of a change"), "revision": "1"},
            f"translate:{post.ref}": {"body": house.secret("draft of a translation")},
            f"synopsis:{thread.ref}": {"body": house.secret("draft of a synopsis")},
        }.items():
            save_draft(place, space, fields, over=0, actor_id=ben)
        own = {"body": "My own words."}
        for place in (f"reply:{thread.ref}", f"translate:{post.ref}", f"synopsis:{thread.ref}"):
            save_draft(place, space, own, over=0, actor_id=tomas)

    house.act(house.cast.ben, plant)


def plant_quotes_across_the_wall(house: House) -> None:
    """A hidden post quotes an open one, and an open post quotes a hidden one."""
    [everyday, *_] = house.world.rows(Thread)
    [opening, *_] = house.world.rows(Post, conversation_id=everyday.conversation_id)

    def plant(viewer: Viewer) -> str:
        space = db.session.get_one(Space, house.space.id)
        words = f"{house.secret('words beside a quote')} [#1](/posts/{opening.ref})"
        hidden = discussions.start_thread(
            space, house.secret("title of a thread that quotes"), words, by=viewer
        )
        ref = db.session.scalars(
            select(Post.ref).where(Post.conversation_id == hidden.conversation_id)
        ).one()
        open_ = there(find_thread(everyday.ref, viewer=viewer))
        return discussions.reply(open_, f"> [#1](/posts/{ref})", by=viewer).ref

    house.known.add(house.act(house.cast.ben, plant))
