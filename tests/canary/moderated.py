"""Planters of moderation inside: what a notice says, what was decided, and what of it somebody takes along."""

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.queries import find_post
from hrcn_community.core.db import db
from hrcn_community.discussions import actions as discussions
from hrcn_community.discussions.queries import find_thread
from hrcn_community.moderation.actions.claiming import claim
from hrcn_community.moderation.actions.deciding import decide, hide_by_oneself
from hrcn_community.moderation.actions.filing import file_notice
from hrcn_community.moderation.models import Category, Complaint, Matter, Measure, Ruling
from hrcn_community.moderation.queries.subjects import find_subject
from hrcn_community.spaces.models import Space
from tests.canary.planters import House, there


def plant_what_was_decided(house: House) -> None:
    """Ben gives notice of words of Ines', and Ruth decides. She hides a reply of Tomas' too.

    Tomas may read why, and his own words; the title of the thread not any more.
    """
    cast = house.cast
    thread_ref = house.act(cast.ines, lambda viewer: _begin(house, viewer))
    matter_id = house.act(cast.ben, lambda viewer: _give_notice(house, thread_ref, viewer))
    house.act(cast.ruth, lambda viewer: _decide(house, matter_id, viewer))

    def reply(viewer: Viewer) -> str:
        thread = there(find_thread(thread_ref, viewer=viewer))
        return discussions.reply(thread, "My own words.", by=viewer).ref

    def hide(viewer: Viewer) -> str:
        post = there(find_post(ref, viewer=viewer))
        return hide_by_oneself(post, "Beside the point.", by=viewer).ref

    ref = house.act(cast.tomas, reply)
    house.known.add(house.act(cast.ruth, hide))


def _begin(house: House, viewer: Viewer) -> str:
    space = db.session.get_one(Space, house.space.id)
    title = house.secret("title above what is decided")
    return discussions.start_thread(space, title, "An opening.", by=viewer).ref


def _give_notice(house: House, thread_ref: str, viewer: Viewer) -> int:
    subject = there(find_subject(f"/threads/{thread_ref}", viewer=viewer))
    passage, why = house.secret("passage of a notice"), house.secret("explanation of a notice")
    said = Complaint(Category.RULE, why, passage, rule="3")
    return file_notice(subject, said, by=viewer, address="::1").matter_id


def _decide(house: House, matter_id: int, viewer: Viewer) -> None:
    matter = db.session.get_one(Matter, matter_id)
    claim(matter, by=viewer)
    ruling = Ruling(
        house.secret("reason of a decision"),
        Measure.LABEL,
        "disputed",
        house.secret("reason above a post"),
        facts=house.secret("facts of a decision"),
        rule="3",
    )
    decide(matter, ruling, by=viewer)
