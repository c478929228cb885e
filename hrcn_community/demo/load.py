"""Loading the demonstration community: once, whole, and the same everywhere."""

from datetime import timedelta

from sqlalchemy import or_, select, update

from hrcn_community.accounts.models import Membership, Person, SpaceRole
from hrcn_community.accounts.seen import let_days_begin
from hrcn_community.accounts.viewer import NEEDS_TWO_STEP
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.refs import seeded
from hrcn_community.demo import asking, cases, knowledge, modules, underway, workshops
from hrcn_community.demo.calendar import add_holidays, say_nothing_of_before
from hrcn_community.demo.civil import civil_deeds
from hrcn_community.demo.deeds import play
from hrcn_community.demo.files import file_deeds
from hrcn_community.demo.keeping import keeping_deeds
from hrcn_community.demo.notices import notice_deeds
from hrcn_community.demo.people import add_people, add_register, add_spaces, newcomer_deeds
from hrcn_community.demo.polls import poll_deeds
from hrcn_community.demo.publishing import publishing_deeds
from hrcn_community.demo.queries import query_deeds
from hrcn_community.demo.reactions import reaction_deeds
from hrcn_community.demo.stewardship import stewardship_deeds
from hrcn_community.demo.tending import tending_deeds
from hrcn_community.demo.threads import LAST_VISITS, thread_deeds, visit_deeds
from hrcn_community.demo.wording import wording_deeds
from hrcn_community.notifications.models import Mail, MailPace, Notice

BEGAN_DAYS_AGO = 730
TALK = (
    thread_deeds,
    reaction_deeds,
    keeping_deeds,
    poll_deeds,
    file_deeds,
    query_deeds,
    tending_deeds,
    wording_deeds,
    civil_deeds,
    notice_deeds,
    stewardship_deeds,
    publishing_deeds,
)


def load_demo() -> bool:
    """Load the community and commit; return False, and change nothing, where it is there already."""
    if db.session.scalar(select(Person.id).where(Person.email == "amina@example.org")):
        return False
    today = clock.now()
    with clock.at(today - timedelta(days=BEGAN_DAYS_AGO)), seeded("people"):
        add_register()
        add_people(today)
        add_spaces()
        add_holidays(today.date())
    rooms = (knowledge, modules, workshops, cases, asking, underway)
    deeds = [deed for room in rooms for deed in room.deeds()]
    deeds += [deed for some in TALK for deed in some()]
    play([*newcomer_deeds(), *deeds, *visit_deeds()], today)
    _see_old_notices()
    say_nothing_of_before()
    _send_nothing()
    _let_days_begin()
    db.session.commit()
    return True


def _let_days_begin() -> None:
    """From now on whoever needs a second step has the usual days to enrol it."""
    facilitates = select(Membership.person_id).where(Membership.role == SpaceRole.FACILITATOR)
    needs = or_(Person.site_role.in_(NEEDS_TWO_STEP), Person.id.in_(facilitates))
    let_days_begin(db.session.scalars(select(Person.id).where(needs)).all())


def _see_old_notices() -> None:
    """Whoever was here saw what had been told them until then."""
    now = clock.now()
    for key, days_ago in LAST_VISITS.items():
        visit = now - timedelta(days=days_ago)
        person_id = select(Person.id).where(Person.handle == key).scalar_subquery()
        db.session.execute(
            update(Notice)
            .where(Notice.person_id == person_id, Notice.told_at <= visit)
            .values(seen_at=visit)
        )


def _send_nothing() -> None:
    """Invented people get no mail of what was before: neither by itself nor in a digest."""
    db.session.execute(update(Mail).where(Mail.sent_at.is_(None)).values(sent_at=clock.now()))
    db.session.execute(update(Notice).values(for_digest=False))
    db.session.execute(update(MailPace).values(digest_due_at=None))
