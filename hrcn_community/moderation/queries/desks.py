"""Whose a matter is to decide: by where it stands, and never whom it is about or who gave notice."""

from collections.abc import Callable, Collection

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from hrcn_community.accounts.directory import core_team_ids
from hrcn_community.accounts.models import SiteRole
from hrcn_community.accounts.places import facilitator_ids
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.visibility import facilitated_by
from hrcn_community.core.db import db
from hrcn_community.moderation.models import Appeal, ContentNotice, Decision, Desk, Matter
from hrcn_community.moderation.queries.standing import (
    is_open,
    reads_it_now,
    spaces_of,
    stands_in,
)
from hrcn_community.spaces.models import Space

# Given some spaces: whom those who own them keep from what stands there, whatever their office.
Apart = Callable[[Collection[int]], Collection[int]]


def nobody(_space_ids: Collection[int]) -> Collection[int]:
    return ()


def desk_for(space: Space | None, author_id: int | None, notifier_id: int | None) -> Desk:
    """Return who decides what somebody wrote in `space`, or (None) their profile.

    Of a pseudonym it is not asked who is behind it: where a matter goes would tell.
    """
    if space is None:
        return Desk.CORE
    running = set(facilitator_ids(space.id))
    is_closed = space.audience.is_closed
    if author_id in running or (is_closed and not running - {notifier_id}):
        return Desk.ONE if is_closed else Desk.CORE
    return Desk.FACILITATORS


def pick_reader(but: Collection[int | None]) -> int | None:
    """Return who of the core team is to read one post alone: whoever has least of it, but none of `but`."""
    free = [each for each in sorted(core_team_ids()) if each not in but]
    if not free:
        return None
    load = dict.fromkeys(free, 0)
    for model in (Matter, Appeal):
        waiting = (
            select(model.reader_id, func.count())
            .where(model.reader_id.in_(free), model.decided_at.is_(None))
            .group_by(model.reader_id)
        )
        for reader_id, count in db.session.execute(waiting):
            if reader_id:
                load[reader_id] += count
    return min(free, key=lambda each: load[each])


def is_theirs(viewer: AnyViewer) -> ColumnElement[bool]:
    """Return the condition that a Matter is the viewer's to decide.

    What was moved since is so only as far as they read where it stands now; and who runs that place
    decides on it too, unless notice was given where they could not have read it.
    """
    desks = [_of_spaces_they_run(viewer), _moved_to_spaces_they_run(viewer)]
    if viewer.site_role == SiteRole.CORE:
        desks += [_open_to_the_core_team(), _read_alone_by(viewer)]
    return and_(or_(*desks), _is_impartial(viewer))


def is_theirs_on_appeal(viewer: AnyViewer) -> ColumnElement[bool]:
    """Return the condition that an Appeal is the viewer's to decide; Decision and Matter are joined."""
    if viewer.site_role != SiteRole.CORE:
        return false()
    here = or_(Appeal.reader_id == viewer.id, and_(Appeal.reader_id.is_(None), _is_open_still()))
    decider = Decision.decided_by_id
    another = or_(decider.is_(None), decider != viewer.id)
    appellant = Appeal.appellant_id
    not_theirs = or_(appellant.is_(None), appellant.not_in(viewer.selves))
    return and_(here, another, not_theirs, _is_impartial(viewer))


def notifiers_of(matter: Matter) -> set[int]:
    """Return who, of those with an account, gave notice; for rules, not for pages."""
    filed = select(ContentNotice.notifier_id).where(ContentNotice.matter_id == matter.id)
    return {each for each in db.session.scalars(filed) if each}


def is_closed(matter: Matter) -> bool:
    """Did it stand in a closed space when notice was given, or does it now?"""
    return any(space.audience.is_closed for space in spaces_of(matter))


def _of_spaces_they_run(viewer: AnyViewer) -> ColumnElement[bool]:
    theirs = Matter.space_id.in_(facilitated_by(viewer))
    return and_(Matter.desk == Desk.FACILITATORS, theirs, reads_it_now(viewer))


def _moved_to_spaces_they_run(viewer: AnyViewer) -> ColumnElement[bool]:
    came = and_(stands_in() != Matter.space_id, stands_in().in_(facilitated_by(viewer)))
    return and_(Matter.desk != Desk.ONE, came, is_open(Matter.space_id))


def _open_to_the_core_team() -> ColumnElement[bool]:
    return and_(Matter.desk.in_([Desk.FACILITATORS, Desk.CORE]), _is_open_still())


def _read_alone_by(viewer: AnyViewer) -> ColumnElement[bool]:
    return and_(Matter.desk == Desk.ONE, Matter.reader_id == viewer.id)


def _is_open_still() -> ColumnElement[bool]:
    return and_(is_open(Matter.space_id), is_open(stands_in()))


def _is_impartial(viewer: AnyViewer) -> ColumnElement[bool]:
    filed = select(ContentNotice.matter_id).where(ContentNotice.notifier_id.in_(viewer.selves))
    about, shut_out = Matter.person_id, Matter.shut_out_id
    return and_(
        or_(about.is_(None), about.not_in(viewer.selves)),
        or_(shut_out.is_(None), shut_out != viewer.id),
        Matter.id.not_in(filed),
    )
