"""What is confidential on the way of a query to its consolidated reply."""

from datetime import timedelta

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.discussions import actions as discussions
from hrcn_community.discussions.models import ThreadKind
from hrcn_community.discussions.queries import find_consolidation
from hrcn_community.spaces.models import Space
from tests.canary.planters import House, there
from tests.factories import RESTRICTED, Place, Somebody


def plant_drafts_that_facilitators_alone_see(house: House) -> None:
    """Eve and Omar are inside and read the thread: neither draft nor remark, for they did not contribute."""
    cast = house.cast
    space = house.world.space(
        RESTRICTED, "An open circle", facilitator=cast.ruth, member=[cast.ben, cast.eve, cast.omar]
    )
    drafted = _ask(house, space, "What is drafted?")
    _draft(house, drafted, cast.ruth, house.secret("drafted sentence"))
    asked = _ask(house, space, "What is confirmed?")
    _draft(house, asked, cast.ruth, house.secret("sentence to confirm"))
    _send(house, asked, cast.ruth)
    _object(house, asked, cast.ben, house.secret("remark of an objection"))


def plant_a_consolidated_reply(house: House) -> None:
    """Queries of the confidential space: why a window was extended, and why a reply was published."""
    ruth, ben = house.cast.ruth, house.cast.ben
    longer = _ask(house, house.space, house.secret("title of an open query"))
    ref = _ask(house, house.space, house.secret("title of a query"))

    def extend(viewer: Viewer) -> None:
        query = there(find_consolidation(longer, viewer=viewer))
        reason = house.secret("reason of extending a window")
        discussions.extend_window(query, clock.now() + timedelta(days=9), reason, by=viewer)

    def publish(viewer: Viewer) -> None:
        query = there(find_consolidation(ref, viewer=viewer))
        reason = house.secret("reason against an objection")
        discussions.publish(query, of_round=1, over_objection=reason, by=viewer)

    _draft(house, ref, ruth, house.secret("published sentence"))
    house.act(ruth, extend)
    _send(house, ref, ruth)
    _object(house, ref, ben, house.secret("remark that stays inside"))
    _agree(house, ref, house.cast.ines)
    house.act(ruth, publish)


def _ask(house: House, place: Place, title: str) -> str:
    """Return the ref of a query of Ruth's that Ben (#2) answers, and Ines (#3) where she is inside."""
    ruth, ben, ines = (
        house.world.viewer(each) for each in (house.cast.ruth, house.cast.ben, house.cast.ines)
    )

    def ask() -> str:
        space = db.session.get_one(Space, place.id)
        thread = discussions.start_thread(
            space, title, "Who knows?", by=ruth, kind=ThreadKind.QUERY
        )
        discussions.reply(thread, "Ben knows.", by=ben)
        if ines.roles_in(place.id):
            discussions.reply(thread, "Ines knows.", by=ines)
        return thread.ref

    return house.world.do(ask)


def _draft(house: House, ref: str, who: Somebody, words: str) -> None:
    def draft(viewer: Viewer) -> None:
        query = there(find_consolidation(ref, viewer=viewer))
        discussions.save_draft(query, f"{words} [2]", over=0, by=viewer)

    house.act(who, draft)


def _send(house: House, ref: str, who: Somebody) -> None:
    def send(viewer: Viewer) -> None:
        query = there(find_consolidation(ref, viewer=viewer))
        discussions.end_window(query, by=viewer)
        discussions.send_draft(query, clock.now() + timedelta(days=7), by=viewer)

    house.act(who, send)


def _object(house: House, ref: str, who: Somebody, remark: str) -> None:
    def object_(viewer: Viewer) -> None:
        query = there(find_consolidation(ref, viewer=viewer))
        discussions.confirm(query, of_round=1, agrees=False, remark=remark, by=viewer)

    house.act(who, object_)


def _agree(house: House, ref: str, who: Somebody) -> None:
    def agree(viewer: Viewer) -> None:
        query = there(find_consolidation(ref, viewer=viewer))
        discussions.confirm(query, of_round=1, agrees=True, wants_credit=True, by=viewer)

    house.act(who, agree)
