"""Who is told of what happens in moderation. None of it says what it is about: that stands where it leads."""

from collections.abc import Iterable

from sqlalchemy import select

from hrcn_community.accounts.directory import core_team_ids
from hrcn_community.accounts.models import Person, Standing
from hrcn_community.accounts.places import facilitator_ids
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.conversations.queries import readers_by_id
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.settings import address
from hrcn_community.core.words import _l
from hrcn_community.moderation.events import (
    AppealDecided,
    AppealFiled,
    DecisionReverted,
    MatterDecided,
    MatterOpened,
    NoticeFiled,
)
from hrcn_community.moderation.models import (
    About,
    Appeal,
    ContentNotice,
    Decision,
    Desk,
    Matter,
    Measure,
    Outcome,
)
from hrcn_community.moderation.queries.desks import notifiers_of
from hrcn_community.notifications.account_mail import mail_to
from hrcn_community.notifications.actions import tell
from hrcn_community.notifications.topics import Topic, Words
from hrcn_community.spaces.models import Space

WORDS: Words = {
    Topic.DECISION: {
        "post.hidden": _l("%(actor)s hid your post in “%(title)s”; the reason stands in its place"),
        "moderation.decided": _l("There is a decision about you or your words, with its reasons"),
        "moderation.undone": _l("A decision about you or your words was undone"),
        "moderation.opened": _l("Somebody of the core team read a post of yours, because of a notice"),
        "moderation.received": _l("Your notice has come in"),
        "moderation.answered": _l("Your notice about something written here was decided"),
        "appeal.decided": _l("Your appeal was decided"),
    },
    Topic.DUTY: {
        "moderation.waits": _l("A notice about something written in “%(title)s” waits for you"),
        "moderation.core": _l("A notice waits for the core team"),
        "appeal.waits": _l("An appeal waits for you"),
    },
}  # fmt: skip


def tell_of_notice(event: NoticeFiled, entry: Entry) -> None:
    """Tell those who decide of the first notice about a thing, and send a receipt to who gave it."""
    notice = db.session.get_one(ContentNotice, event.notice_id)
    _tell_notifier(notice, "moderation.received", "notice_received", entry)
    matter = db.session.get_one(Matter, notice.matter_id)
    if not _is_first(notice):
        return
    but = {notice.notifier_id, matter.person_id}
    if matter.desk == Desk.FACILITATORS and matter.space_id:
        running = set(facilitator_ids(matter.space_id)) - but
        _tell_facilitators(running, matter, entry)
        if running:
            return
    to_tell = {matter.reader_id} if matter.desk == Desk.ONE else set(core_team_ids())
    _tell(to_tell - but, "moderation.core", entry, f"/moderation/matters/{matter.ref}")


def tell_of_reading(event: MatterOpened, entry: Entry) -> None:
    matter = db.session.get_one(Matter, event.matter_id)
    _tell([matter.person_id], "moderation.opened", entry, "/moderation/statements")


def tell_of_matter(event: MatterDecided, entry: Entry) -> None:
    """Tell whom a decision restricts, with the reasons; and answer everybody who gave notice."""
    decision = db.session.get_one(Decision, event.decision_id)
    if decision.is_statement:
        _tell_author(decision, entry)
    filed = select(ContentNotice).where(ContentNotice.matter_id == decision.matter_id)
    for notice in db.session.scalars(filed).all():
        _tell_notifier(notice, "moderation.answered", "notice_answered", entry)


def tell_of_undoing(event: DecisionReverted, entry: Entry) -> None:
    decision = db.session.get_one(Decision, event.decision_id)
    matter = db.session.get_one(Matter, decision.matter_id)
    is_post = matter.about == About.POST  # of one that is shown again they are told as of any
    if not is_post or decision.measure != Measure.HIDE:
        _tell([decision.person_id], "moderation.undone", entry, _statement(decision))


def tell_of_appeal(event: AppealFiled, entry: Entry) -> None:
    appeal = db.session.get_one(Appeal, event.appeal_id)
    decision = db.session.get_one(Decision, appeal.decision_id)
    matter = db.session.get_one(Matter, decision.matter_id)
    partial = {decision.decided_by_id, matter.person_id, *notifiers_of(matter)}
    to_tell = {appeal.reader_id} if appeal.reader_id else set(core_team_ids()) - partial
    _tell(to_tell, "appeal.waits", entry, f"/moderation/appeals/{appeal.ref}")


def tell_of_outcome(event: AppealDecided, entry: Entry) -> None:
    """Tell whoever appealed; and the other side, where the decision was reversed."""
    appeal = db.session.get_one(Appeal, event.appeal_id)
    decision = db.session.get_one(Decision, appeal.decision_id)
    by_author, is_reversed = appeal.side == "author", appeal.outcome == Outcome.REVERSED
    if by_author or (is_reversed and decision.is_statement):
        kind = "appeal.decided" if by_author else "moderation.undone"
        _tell([decision.person_id], kind, entry, _statement(decision))
        _mail_if_shut_out(decision, entry)
    filed = select(ContentNotice).where(ContentNotice.matter_id == decision.matter_id)
    for notice in db.session.scalars(filed).all():
        if notice.ref == appeal.side or is_reversed:
            kind = "appeal.decided" if notice.ref == appeal.side else "moderation.answered"
            _tell_notifier(notice, kind, "notice_answered", entry)


def _is_first(notice: ContentNotice) -> bool:
    """Is it the first about its matter? Others may have come before anybody was told of it."""
    same = ContentNotice.matter_id == notice.matter_id, ContentNotice.id < notice.id
    return db.session.scalar(select(ContentNotice.id).where(*same).limit(1)) is None


def _tell_author(decision: Decision, entry: Entry) -> None:
    """Tell an author of a decision; who hid what they came upon themselves is named, as ever."""
    matter = db.session.get_one(Matter, decision.matter_id)
    post = db.session.get(Post, matter.post_id) if matter.post_id else None
    if post and decision.is_own_initiative and decision.measure == Measure.HIDE:
        conversation = db.session.get_one(Conversation, post.conversation_id)
        reader = readers_by_id(conversation.id, [decision.person_id])
        tell(reader, "post.hidden", entry, _statement(decision), conversation=conversation)
        return
    _tell([decision.person_id], "moderation.decided", entry, _statement(decision))
    _mail_if_shut_out(decision, entry)


def _mail_if_shut_out(decision: Decision, entry: Entry) -> None:
    """Mail the address of a statement to whoever cannot sign in to read it."""
    person = db.session.get(Person, decision.person_id) if decision.person_id else None
    if person and person.standing == Standing.SUSPENDED:
        link = address(f"{_statement(decision)}/{decision.key}")
        mail_to(person.email, person.name, person.locale, "statement", entry, link=link)


def _tell_notifier(notice: ContentNotice, kind: str, template: str, entry: Entry) -> None:
    """Answer whoever gave notice. Nobody knows yet whose the address is that a stranger gave, so of the
    stranger's own words, their name among them, none goes there.
    """
    where = f"/moderation/notices/{notice.ref}"
    if notice.notifier_id:
        _tell([notice.notifier_id], kind, entry, where)
    elif notice.notifier_email:
        link = address(f"{where}/{notice.key}")
        more = {"link": link, "ref": notice.ref}
        mail_to(notice.notifier_email, "", "", template, entry, **more)


def _tell_facilitators(running: Iterable[int], matter: Matter, entry: Entry) -> None:
    name = db.session.scalar(select(Space.name).where(Space.id == matter.space_id))
    where = f"/moderation/matters/{matter.ref}"
    about = {"space_id": matter.space_id, "title": name or "", "names_actor": False}
    tell(running, "moderation.waits", entry, where, **about)


def _tell(people: Iterable[int | None], kind: str, entry: Entry, where: str) -> None:
    """Tell people without saying who did what, or where."""
    tell([each for each in people if each], kind, entry, where, names_actor=False)


def _statement(decision: Decision) -> str:
    return f"/moderation/statements/{decision.ref}"
