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
from hrcn_community.moderation.queries.desks import Apart, desk_for, nobody, pick_reader
from hrcn_community.moderation.queries.subjects import Subject

MOST_BY_AN_ADDRESS = 6  # an hour
MOST_BY_A_PERSON = 12


def file_notice(
    subject: Subject, complaint: Complaint, *, by: AnyViewer, address: str, apart: Apart = nobody
) -> ContentNotice:
    """Take a notice; the same person's second one about the same thing is the first one.

    Whoever is signed in is counted by themselves, others by the network address that they come from.
    """
    take_turn(f"notice {subject.address}")  # of two first notices both join one matter
    post_id = subject.post.id if subject.post else None
    matter = open_matter(
        subject.about, post_id, subject.person_id, subject.file_ref
    ) or _new_matter(subject, complaint, by.id or None, apart)
    print_ = digest(f"{by.id}" if by.id else f"{complaint.email}\n{complaint.explanation}")
    same = select(ContentNotice).where(
        ContentNotice.matter_id == matter.id, ContentNotice.print == print_
    )
    if found := db.session.scalar(same):
        return found
    _keep_pace(by, address, complaint.email)
    notice = _notice(subject, complaint, matter, by.id or None, print_)
    db.session.add(notice)
    db.session.flush()
    more = update(Matter).where(Matter.id == matter.id)
    db.session.execute(more.values(notice_count=Matter.notice_count + 1))
    enter(matter, Entered.FILED, category=complaint.category)
    record(NoticeFiled(notice_id=notice.id))
    return notice


def _keep_pace(by: AnyViewer, address: str, email: str) -> None:
    """Refuse too many; of strangers also to one mailbox, wherever they come from: each sends it a mail."""
    paces = {f"notices by {by.id}": MOST_BY_A_PERSON}
    if not by.is_signed_in:
        paces = {f"notices {network_of(address)}": MOST_BY_AN_ADDRESS}
        paces |= {f"notices answered to {email}": MOST_BY_AN_ADDRESS} if email else {}
    if not all(count_asking(subject, most) for subject, most in paces.items()):
        raise TooOften


def open_matter(
    about: str, post_id: int | None, person_id: int | None, file_ref: str
) -> Matter | None:
    """Return what waits to be decided about the same thing, while nobody decides it."""
    which = (Matter.person_id == person_id) & Matter.post_id.is_(None)
    if post_id:
        which = Matter.post_id == post_id
    same = Matter.about == about, Matter.file_ref == file_ref
    waiting = select(Matter).where(which, *same, Matter.decided_at.is_(None))
    return db.session.scalar(waiting.with_for_update())


def _new_matter(
    subject: Subject, complaint: Complaint, notifier_id: int | None, apart: Apart
) -> Matter:
    space = subject.post.space if subject.post else None
    desk = desk_for(space, subject.person_id, notifier_id)
    alone = desk == Desk.ONE
    partial = {subject.person_id, notifier_id, *(apart([space.id]) if space else ())}
    matter = Matter(
        ref=new_ref(),
        post_id=subject.post.id if subject.post else None,
        about=subject.about,
        file_ref=subject.file_ref,
        person_id=subject.person_id,
        space_id=space.id if space else None,
        desk=desk,
        category=complaint.category,
        reader_id=pick_reader(partial) if alone else None,
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
