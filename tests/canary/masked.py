"""Somebody whose very name is the secret: behind a masked thread, reply and change of it."""

from sqlalchemy import select

from hrcn_community.accounts.models import Person, Standing
from hrcn_community.accounts.personas import acting_as_persona
from hrcn_community.accounts.places import put_inside
from hrcn_community.accounts.viewer import Viewer, viewer_of
from hrcn_community.conversations import actions as conversations
from hrcn_community.conversations.actions.unmasking import ask_to_unmask
from hrcn_community.conversations.models import Post
from hrcn_community.core.db import db
from hrcn_community.discussions import actions as discussions
from hrcn_community.spaces.models import Pseudonyms, Space
from tests.canary.planters import EVERYBODY, House


def plant_a_masked_thread(house: House) -> None:
    """Its writer is no member afterwards, so that no page says the name: nobody may meet it."""
    hidden = house.world.person("Somebody hidden")

    def write() -> None:
        person = db.session.get_one(Person, hidden.id)
        person.name = house.never("name behind a mask")
        space = db.session.get_one(Space, house.space.id)
        space.pseudonyms = Pseudonyms.ALLOWED
        put_inside(space, person.id)
        masked = acting_as_persona(viewer_of(person.id), space)
        thread = discussions.start_thread(
            space, house.secret("masked title"), house.secret("masked opening"), by=masked
        )
        reply = discussions.reply(thread, f"{house.secret('masked reply')} {EVERYBODY}", by=masked)
        conversations.edit_post(
            reply, f"{house.secret('masked change')} {EVERYBODY}", by=masked,
            reason=house.secret("masked reason"),
        )  # fmt: skip
        person.standing = Standing.DECLINED

    house.world.do(write)

    def ask(viewer: Viewer) -> None:
        newest = db.session.scalars(select(Post).order_by(Post.id.desc()).limit(1)).one()
        ask_to_unmask(newest, house.secret("reason of unmasking"), by=viewer)

    house.act(house.cast.ines, ask)
