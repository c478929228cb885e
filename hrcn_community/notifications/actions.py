"""Writing notices and mails for an event. Told twice is told once."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, update

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core import clock
from hrcn_community.core.db import db, mark
from hrcn_community.core.events import Entry
from hrcn_community.core.text import one_line
from hrcn_community.core.upsert import insert_new
from hrcn_community.notifications.models import ByMail, Notice
from hrcn_community.notifications.posting import await_digest, mail_at_once
from hrcn_community.notifications.topics import topic_of
from hrcn_community.notifications.wishes import Wish, wishes


def tell(
    people: Iterable[int],
    kind: str,
    entry: Entry,
    address: str | Mapping[int, str],
    *,
    conversation: Conversation | None = None,
    post: Post | None = None,
    space_id: int | None = None,
    title: str = "",
    names_actor: bool = True,
    tells_hour: bool = True,
) -> None:
    """Give each of `people`, but never the actor, one notice of `entry`; it leads to `address`, or theirs.

    Each is told as they chose: in the app, by a mail at once, in their next digest, or not at all.
    With a conversation its title, and the space in which it stands by then, are used when the notice
    is read; otherwise `title` and `space_id` say what it is about and whether it may still be shown.
    With a `post`, a mail may hold its words. Without `names_actor` the notice does not know who acted;
    without `tells_hour` it bears the day alone, and mail at once goes out when that day is over.
    """
    notice = {
        "event_id": entry.id,
        "kind": kind,
        "actor_id": entry.actor_id if names_actor else None,
        "space_id": conversation.space_id if conversation else space_id,
        "conversation_id": conversation.id if conversation else None,
        "post_id": post.id if post else None,
        "title": one_line(title)[:200],
        "told_at": clock.now() if tells_hour else clock.today(),
    }
    told = sorted(set(people) - {entry.actor_id})
    theirs = dict.fromkeys(told, address) if isinstance(address, str) else address
    where = {"event_id": entry.id, "conversation": conversation, "space_id": space_id}
    where["actor_id"] = notice["actor_id"]  # nobody learns by silence who did what bears no name
    found = list(wishes(told, topic_of(kind), **where)) if told else []
    insert_new(Notice, [notice | _as_wished(wish, theirs) for wish in found])
    due = clock.now() if tells_hour else clock.today() + timedelta(days=1)
    mail_at_once([wish for wish in found if wish.by_mail == ByMail.AT_ONCE], entry, due)
    await_digest([wish for wish in found if wish.by_mail == ByMail.DIGEST])


def show_in_app(person_id: int, kind: str, entry: Entry, address: str, title: str = "") -> None:
    """Give somebody a notice in the app alone, whatever they chose: a mail of its own goes to them."""
    notice = {"person_id": person_id, "event_id": entry.id, "kind": kind, "address": address}
    insert_new(Notice, [notice | {"title": one_line(title)[:200], "told_at": clock.now()}])


def _as_wished(wish: Wish, addresses: Mapping[int, str]) -> dict[str, Any]:
    return {
        "person_id": wish.person_id,
        "address": addresses[wish.person_id],
        "in_app": wish.in_app,
        "for_digest": wish.by_mail == ByMail.DIGEST,
    }


def see_notices(*, by: Viewer, up_to: int) -> None:
    """Mark a person's notices as seen, up to the newest that the page showed; what goes by mail alone it did not."""
    shown = Notice.person_id == by.id, Notice.id <= up_to, Notice.in_app.is_(True)
    db.session.execute(
        update(Notice).where(*shown, Notice.seen_at.is_(None)).values(seen_at=clock.now())
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


def take_notices_back(people: Iterable[int], addresses: Iterable[str]) -> None:
    """Let these people have been told nothing that leads to these addresses; mail that waits tells it no more."""
    theirs = Notice.person_id.in_(set(people)), Notice.address.in_(set(addresses))
    db.session.execute(delete(Notice).where(*theirs))
