"""Writing notices and mails for an event. Told twice is told once."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, update

from hrcn_community.accounts.personas import is_placeholder
from hrcn_community.accounts.secrets import digest
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.models import Conversation
from hrcn_community.core import clock
from hrcn_community.core.db import db, mark
from hrcn_community.core.events import Entry
from hrcn_community.core.settings import setting
from hrcn_community.core.text import one_line
from hrcn_community.core.upsert import insert_new, insert_or_ignore
from hrcn_community.notifications.models import Mail, Notice


def tell(
    people: Iterable[int],
    kind: str,
    entry: Entry,
    address: str | Mapping[int, str],
    *,
    conversation: Conversation | None = None,
    space_id: int | None = None,
    title: str = "",
    names_actor: bool = True,
) -> None:
    """Give each of `people`, but never the actor, one notice of `entry`; it leads to `address`, or theirs.

    With a conversation its title, and the space in which it stands by then, are used when the notice
    is read; otherwise `title` and `space_id` say what it is about and whether it may still be shown.
    Without `names_actor` the notice does not know who acted.
    """
    notice = {
        "event_id": entry.id,
        "kind": kind,
        "actor_id": entry.actor_id if names_actor else None,
        "space_id": conversation.space_id if conversation else space_id,
        "conversation_id": conversation.id if conversation else None,
        "title": one_line(title)[:200],
        "told_at": clock.now(),
    }
    told = sorted(
        set(people) - {entry.actor_id}
    )  # in one order, so that no two wait for each other
    theirs = dict.fromkeys(told, address) if isinstance(address, str) else address
    insert_new(Notice, [notice | {"person_id": id_, "address": theirs[id_]} for id_ in told])


def post_mail(recipient: str, subject: str, body: str, entry: Entry) -> None:
    """Put a mail of `entry` on its way; the mailer sends it after the commit. A persona gets none."""
    if is_placeholder(recipient):
        return
    host = urlsplit(setting("BASE_URL")).hostname
    insert_or_ignore(
        Mail,
        event_id=entry.id,
        recipient=recipient,
        subject=one_line(subject)[:200],
        body=body,
        message_id=f"<{entry.id}.{digest(recipient)[:16]}@{host}>",
        due_at=clock.now(),
        attempts=0,
    )


def see_notices(*, by: Viewer, up_to: int) -> None:
    """Mark a person's notices as seen, up to the newest that the page showed."""
    db.session.execute(
        update(Notice)
        .where(Notice.person_id == by.id, Notice.id <= up_to, Notice.seen_at.is_(None))
        .values(seen_at=clock.now())
    )


def see_notices_at(address: str, *, by: Viewer) -> None:
    """Mark as seen what led a person to `address`, where they have just done something about it."""
    db.session.execute(
        update(Notice)
        .where(Notice.person_id == by.id, Notice.address == address, Notice.seen_at.is_(None))
        .values(seen_at=clock.now())
    )


def see_conversation_notices(conversation_id: int, *, by: Viewer) -> None:
    """Mark as seen what told of a conversation that is being read; part of its read position.

    Without the moment, as there: it would say who read just before a masked post came.
    """
    with mark() as connection:
        connection.execute(
            update(Notice)
            .where(Notice.person_id == by.id, Notice.conversation_id == conversation_id)
            .where(Notice.seen_at.is_(None))
            .values(seen_at=Notice.told_at)
        )
    see_masked_notices(Notice.conversation_id == conversation_id, by=by)


def see_masked_notices(which: ColumnElement[bool], *, by: Viewer) -> None:
    """Mark as seen what a person was told under their pseudonyms: each by itself, without the moment.

    In one go with another self, one time or one transaction would join the two.
    """
    for persona_id in by.personas.values():
        with mark() as connection:
            connection.execute(
                update(Notice)
                .where(Notice.person_id == persona_id, which, Notice.seen_at.is_(None))
                .values(seen_at=Notice.told_at)
            )


def move_notices(from_id: int, to_id: int) -> None:
    """Let what told of one conversation tell of another, whither all of it went."""
    db.session.execute(
        update(Notice).where(Notice.conversation_id == from_id).values(conversation_id=to_id)
    )
