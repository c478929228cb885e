"""What becomes of a mail that came in. Nothing of it is believed that our own mail server did not prove.

Whoever answers is told of a refusal at the address of their account, never at that of the mail: so
nobody can use us to write to others. Nothing here commits.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, exists, select

from hrcn_community.accounts.models import Person, Standing
from hrcn_community.accounts.secrets import digest
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.models import (
    Conversation,
    ConversationClosed,
    OpeningWaits,
    Post,
    TooManyForNewcomer,
    TooSoon,
)
from hrcn_community.core import clock, richtext
from hrcn_community.core.db import db, reading, take_turn
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import record
from hrcn_community.core.settings import setting
from hrcn_community.core.text import is_blank
from hrcn_community.core.upsert import insert_or_ignore
from hrcn_community.notifications.bounces import record_bounce
from hrcn_community.notifications.models import ReplyAddress
from hrcn_community.notifications.replying import TOKEN, answered_at
from hrcn_community.receiving.automatic import is_automatic
from hrcn_community.receiving.bodies import Unreadable, body_of
from hrcn_community.receiving.bounced import is_report, returned_for_good
from hrcn_community.receiving.events import MailedFilesLeft, MailedReplyRefused
from hrcn_community.receiving.heads import Head, NoHead, head_of
from hrcn_community.receiving.models import MailedOriginal, ReceivedMail
from hrcn_community.receiving.proof import is_proven
from hrcn_community.receiving.signs import wants_no_mail
from hrcn_community.receiving.writing import own_words

LARGEST = 25 << 20
LONGEST_ORIGINAL = 200_000
TOLD_EVERY = timedelta(hours=1)
REMEMBERED = timedelta(days=30)
MOST_TOKENS = 20
WHY = {ConversationClosed: "closed", TooSoon: "slow", OpeningWaits: "waits"}
WHY |= {TooManyForNewcomer: "newcomer"}


@dataclass(frozen=True)
class Answer:
    """Who may answer what at the address that a mail came to."""

    person_id: int
    conversation_id: int
    email: str
    is_member: bool


@dataclass(frozen=True)
class Written:
    """What an answer says: of their own, in full, and how much hangs at it."""

    words: str
    whole: str
    attachments: int
    print: str


def receive(raw: bytes) -> str:
    """Take a mail in, or not; return in a word what became of it."""
    try:
        head = head_of(raw)
    except NoHead:
        return "no_mail"
    if is_report(head):
        return _returned(head, raw)
    if not setting("MAIL_REPLY"):
        return "off"
    answer = _answer_at(head)
    if answer is None:
        return "unknown"
    if not answer.is_member or is_automatic(head):
        return "ignored"
    reason = _why_not(head, answer, len(raw))
    return _refuse(answer, reason) if reason else _take(head, raw, answer)


def _returned(head: Head, raw: bytes) -> str:
    try:
        message_id = returned_for_good(head, body_of(raw).parts)
    except Unreadable:
        return "unreadable"
    return "bounced" if message_id and record_bounce(message_id) else "ignored"


def _answer_at(head: Head) -> Answer | None:
    """Return what is answered: known is one token, or one of the sender's own among several."""
    ends = [each.partition("@")[0].rpartition("+")[2] for each in head.recipients]
    tokens = {end for end in ends[:MOST_TOKENS] if TOKEN.fullmatch(end)}
    if not tokens:
        return None
    with reading():  # what comes next takes its time, and must hold up nobody
        rows = db.session.execute(
            select(ReplyAddress, Person.email, Person.standing, Person.email_confirmed_at)
            .join(Person, Person.id == ReplyAddress.person_id)
            .where(ReplyAddress.digest.in_([digest(token) for token in tokens]))
        ).all()
        found = [
            Answer(
                row.ReplyAddress.person_id,
                row.ReplyAddress.conversation_id,
                row.email,
                row.standing == Standing.MEMBER and row.email_confirmed_at is not None,
            )
            for row in rows
        ]
        db.session.rollback()
    theirs = [each for each in found if each.email == head.sender] or found
    return theirs[0] if len(theirs) == 1 else None


def _why_not(head: Head, answer: Answer, size: int) -> str:
    if head.sender != answer.email:
        return "sender"
    if not is_proven(head, head.sender.rpartition("@")[2], setting("MAIL_AUTHSERV")):
        return "unproven"
    return "long" if size > LARGEST else ""


def _take(head: Head, raw: bytes, answer: Answer) -> str:
    try:
        body = body_of(raw)
    except Unreadable:
        return _refuse(answer, "unreadable")
    words = own_words(body.text)
    if reason := _why_no_post(words):
        return _refuse(answer, reason)
    named = head.message_id or digest(raw.decode("latin-1"))
    print_ = digest(f"{answer.person_id} {named}")
    return _write(answer, Written(words, body.text[:LONGEST_ORIGINAL], body.attachments, print_))


def _why_no_post(words: str) -> str:
    """Say why these are no words for a conversation: no page would take them either, or they are for us."""
    try:
        html = richtext.render(words)
    except richtext.TextRefused:
        return "text"
    if is_blank(richtext.plain(html)):
        return "empty"
    return "stop" if wants_no_mail(words) else ""


def _write(answer: Answer, written: Written) -> str:
    """Write the post as the room does, unless this very mail became one before."""
    now = clock.now()
    if not insert_or_ignore(ReceivedMail, print=written.print, received_at=now):
        return "again"
    db.session.execute(delete(ReceivedMail).where(ReceivedMail.received_at < now - REMEMBERED))
    try:
        post = _post(answer, written.words)
    except Refusal as refused:
        reasons = [why for kind, why in WHY.items() if isinstance(refused, kind)]
        return _refuse(answer, next(iter(reasons), "away"))
    if post is None:
        return _refuse(answer, "away")
    post.by_mail = True
    db.session.add(MailedOriginal(post_id=post.id, text=written.whole, received_at=now))
    if written.attachments and _may_tell(answer):
        whose = {"person_id": answer.person_id, "conversation_id": answer.conversation_id}
        record(MailedFilesLeft(**whose, count=written.attachments), by=answer.person_id)
    return "posted" if post.number else "held"


def _post(answer: Answer, words: str) -> Post | None:
    """Return what was written; None where they may not answer by mail, asked anew."""
    who = viewer_of(answer.person_id)
    conversation = db.session.get_one(Conversation, answer.conversation_id)
    place = answered_at(conversation, by=who)
    if place is None or not _is_still_member(answer):
        return None
    way, found = place
    return way.write(found, words, who)


def _is_still_member(answer: Answer) -> bool:
    standing = select(Person.standing).where(Person.id == answer.person_id)
    return db.session.scalar(standing) == Standing.MEMBER


def _refuse(answer: Answer, reason: str) -> str:
    """Undo what was begun, and let the account be told, unless it was told of another within the hour."""
    db.session.rollback()
    if _may_tell(answer):
        whose = {"person_id": answer.person_id, "conversation_id": answer.conversation_id}
        record(MailedReplyRefused(**whose, reason=reason))
    return f"refused_{reason}"


def _may_tell(answer: Answer) -> bool:
    take_turn(f"told of a mail, {answer.person_id}")
    now = clock.now()
    lately = exists().where(
        ReplyAddress.person_id == answer.person_id, ReplyAddress.refused_at > now - TOLD_EVERY
    )
    if db.session.scalar(select(lately)):
        return False
    whose = (answer.person_id, answer.conversation_id)
    db.session.get_one(ReplyAddress, whose).refused_at = now
    return True
