"""The mail that a post of a confidential space was sent as, from before it came there."""

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.discussions.actions import reply, start_thread
from hrcn_community.receiving.models import MailedOriginal
from hrcn_community.spaces.models import Space
from tests.canary.planters import House


def plant_a_mailed_post(house: House) -> None:
    """Whole it is for its author alone, who is inside."""

    def plant(viewer: Viewer) -> None:
        space = db.session.get_one(Space, house.space.id)
        thread = start_thread(space, house.secret("mailed title"), "What do you say?", by=viewer)
        post = reply(thread, house.secret("mailed words"), by=viewer)
        post.by_mail = True
        whole = house.secret("whole of a mail")
        db.session.add(MailedOriginal(post_id=post.id, text=whole, received_at=clock.now()))

    house.act(house.cast.ben, plant)
