"""Planters of who somebody is and where: parts of a profile, ways into the space, and who runs it next."""

import io
import zipfile
from datetime import timedelta

from sqlalchemy import select

from hrcn_community.accounts import inviting
from hrcn_community.accounts.events import ProfileChanged
from hrcn_community.accounts.models import Person, Reach
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions import edit_post
from hrcn_community.conversations.actions.sharing import share_post
from hrcn_community.conversations.models import Post
from hrcn_community.conversations.queries import find_post
from hrcn_community.core import clock, richtext
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.discussions.actions import start_thread
from hrcn_community.discussions.actions.timers import set_timer
from hrcn_community.discussions.models import TimerKind
from hrcn_community.discussions.queries import find_thread
from hrcn_community.privacy.archive import opened, store_archive
from hrcn_community.privacy.handing_over import find_duty, offer
from hrcn_community.spaces.models import Space
from tests.canary.planters import House, there


def plant_parts_of_a_profile(house: House) -> None:
    """Ines has a public page: one part is for who is in a space with her, one for herself alone."""

    def tell(viewer: Viewer) -> None:
        person = db.session.get_one(Person, viewer.id)
        person.has_public_page = True
        person.headline = house.secret("headline for those in a space")
        person.bio = house.secret("biography for nobody")
        person.bio_html = richtext.render(person.bio)
        person.shows_headline, person.shows_bio = Reach.SPACES, Reach.NOBODY
        record(ProfileChanged(person_id=viewer.id), by=viewer.id)

    house.act(house.cast.ines, tell)


def plant_ways_into_the_space(house: House) -> None:
    """Ruth invites somebody new; and Eve, but thinks better of it: Eve must not meet the name."""

    def invite(viewer: Viewer) -> None:
        here = inviting.Offer(db.session.get_one(Space, house.space.id))
        inviting.invite_into(here, "not-yet-here@example.org", by=viewer)
        meant = inviting.invite_member(here, house.cast.eve.handle, by=viewer)
        inviting.revoke(meant, by=viewer)

    house.act(house.cast.ruth, invite)


def plant_an_offered_handover(house: House) -> None:
    """Ruth asks Tomas to run the space after her; then he leaves, and must not meet its name any more."""

    def ask(viewer: Viewer) -> None:
        duty = there(find_duty("space", house.space.id, viewer=viewer))
        offer(duty, house.cast.tomas.id, by_id=viewer.id)

    house.act(house.cast.ruth, ask)


def plant_a_timer_of_somebody_who_leaves(house: House) -> None:
    """Tomas lets a thread close by itself; then he leaves, and what hangs at him names it no more."""

    def begin(viewer: Viewer) -> str:
        space = db.session.get_one(Space, house.space.id)
        title = house.secret("title of a thread with a timer")
        return start_thread(space, title, "Until then.", by=viewer).ref

    def set_it(viewer: Viewer) -> None:
        thread = there(find_thread(ref, viewer=viewer))
        set_timer(thread, TimerKind.CLOSE, clock.now() + timedelta(days=30), by=viewer)

    ref = house.act(house.cast.ines, begin)
    house.act(house.cast.tomas, set_it)


def plant_a_shared_post_of_somebody_who_leaves(house: House) -> None:
    """Tomas lets others write on, and Ines does: what she wrote is not his to take along."""

    def share(viewer: Viewer) -> str:
        space = db.session.get_one(Space, house.space.id)
        thread = start_thread(space, "A list of his", "Words of his.", by=viewer)
        of_thread = select(Post.ref).where(Post.conversation_id == thread.conversation_id)
        post = there(find_post(db.session.scalars(of_thread).one(), viewer=viewer))
        share_post(post, by=viewer)
        return post.ref

    def write_on(viewer: Viewer) -> None:
        words = house.secret("words of others on a shared post")
        edit_post(there(find_post(ref, viewer=viewer)), words, by=viewer)

    ref = house.act(house.cast.tomas, share)
    house.act(house.cast.ines, write_on)


def taken_along(person_id: int) -> str:
    """Return all text of the archive that somebody takes along."""
    name, _size = store_archive(person_id, with_pseudonyms=True)
    with zipfile.ZipFile(io.BytesIO(b"".join(opened(name)))) as archive:
        told = [archive.read(each) for each in archive.namelist()]
    return b"\n".join(told).decode("utf-8", "replace").lower()
