"""Giving notice of content. Nothing here commits."""

from sqlalchemy import select, update

from hrcn_community.accounts.limits import TooOften, count_asking, network_of
from hrcn_community.accounts.secrets import digest
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.core import clock
from hrcn_community.core.db import db, take_turn
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref
from hrcn_community.core.text import clean, one_line
from hrcn_community.moderation.actions.log import enter
from hrcn_community.moderation.events import NoticeFiled
from hrcn_community.moderation.models import About, Complaint, ContentNotice, Desk, Entered, Matter
from hrcn_community.moderation.queries.desks import desk_for, pick_reader
from hrcn_community.moderation.queries.subjects import Subject

MOST_BY_AN_ADDRESS = 6  # an hour
MOST_BY_A_PERSON = 12


def file_notice(
    subject: Subject, complaint: Complaint, *, by: AnyViewer, address: str
) -> ContentNotice:
    """Take a notice; the same person's second one about the same thing is the first one.

    Whoever is signed in is counted by themselves, others by the network address that they come from.
    """
    take_turn(f"notice {subject.address}")  # of two first notices both join one matter
    matter = _open_matter(subject) or _new_matter(subject, complaint, by.id or None)
    print_ = digest(f"{by.id}" if by.id else f"{complaint.email}\n{complaint.explanation}")
    same = select(ContentNotice).where(
        ContentNotice.matter_id == matter.id, ContentNotice.print == print_
    )
    if found := db.session.scalar(same):
        return found
    _keep_pace(by, address)
    notice = _notice(subject, complaint, matter, by.id or None, print_)
    db.session.add(notice)
    db.session.flush()
    more = update(Matter).where(Matter.id == matter.id)
    db.session.execute(more.values(notice_count=Matter.notice_count + 1))
    enter(matter, Entered.FILED, category=complaint.category)
    record(NoticeFiled(notice_id=notice.id))
    return notice


def _keep_pace(by: AnyViewer, address: str) -> None:
    subject, most = f"notices by {by.id}", MOST_BY_A_PERSON
    if not by.is_signed_in:
        subject, most = f"notices {network_of(address)}", MOST_BY_AN_ADDRESS
    if not count_asking(subject, most):
        raise TooOften


def _open_matter(subject: Subject) -> Matter | None:
    which = Matter.person_id == subject.person_id
    if subject.post:
        which = (Matter.post_id == subject.post.id) & (Matter.file_ref == subject.file_ref)
    open_ = Matter.about == subject.about, Matter.decided_at.is_(None)
    return db.session.scalar(select(Matter).where(which, *open_))


def _new_matter(subject: Subject, complaint: Complaint, notifier_id: int | None) -> Matter:
    space = subject.post.space if subject.post else None
    desk = desk_for(space, subject.person_id, notifier_id)
    alone = desk == Desk.ONE
    matter = Matter(
        ref=new_ref(),
        post_id=subject.post.id if subject.post else None,
        about=subject.about,
        file_ref=subject.file_ref,
        person_id=subject.person_id,
        space_id=space.id if space else None,
        desk=desk,
        category=complaint.category,
        reader_id=pick_reader({subject.person_id, notifier_id}) if alone else None,
        opened_at=clock.now(),
    )
    db.session.add(matter)
    db.session.flush()
    if alone:
        enter(matter, Entered.ASSIGNED)
    return matter


def _notice(
    subject: Subject, said: Complaint, matter: Matter, notifier_id: int | None, print_: str
) -> ContentNotice:
    return ContentNotice(
        ref=new_ref(),
        matter_id=matter.id,
        revision=subject.post.revision if subject.post else 0,
        noticed_text="" if subject.about == About.POST else subject.text,
        address=subject.address,
        passage=clean(said.passage).strip(),
        category=said.category,
        rule=said.rule,
        law=one_line(said.law)[:200],
        explanation=clean(said.explanation).strip(),
        notifier_id=notifier_id,
        notifier_name=one_line(said.name)[:200],
        notifier_email=said.email,
        print=print_,
        filed_at=clock.now(),
    )
