"""While somebody who asked to be erased may still come back, others meet somebody who has left.

Name and handle are taken out of their row and kept sealed with the erasure, so no page, list, notice or
feed has to know of it. The look of the handle stays, and so nobody else is given it meanwhile; by the
address they find back in. Nothing here commits.
"""

import secrets
from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Table, Text, cast, or_, select, update

from hrcn_community.accounts.erased import HANDLES
from hrcn_community.accounts.models import LEFT_NAME, Person, Standing
from hrcn_community.accounts.models.people import handle_look
from hrcn_community.conversations.actions.rerendering import html_of
from hrcn_community.conversations.models import Conversation, Post, Revision
from hrcn_community.core.db import Base, db
from hrcn_community.core.events import Entry
from hrcn_community.core.sealed_columns import is_shut
from hrcn_community.core.text import WORD, fold
from hrcn_community.notifications.models import Mail
from hrcn_community.privacy.actions.texts import rewrite
from hrcn_community.privacy.events import ErasureAsked, ErasureTakenBack
from hrcn_community.privacy.models import Erasure
from hrcn_community.privacy.names import SHORTEST, Traces
from hrcn_community.spaces.sealing import sealed_like

MADE_OF = {
    "html": ("source", "words"),
    "bio_html": ("bio",),
}  # what is shown, and of what it is made
BY_THEMSELVES = (Post.__tablename__, Revision.__tablename__)


def step_out_of_sight(person: Person, erasure: Erasure) -> None:
    """Keep name and handle for a return, and let others meet somebody who has left."""
    traces = traces_of(person)
    erasure.sealed = traces.sealed()
    look = person.handle_skeleton
    person.name, person.handle = LEFT_NAME, f"{HANDLES}{secrets.token_hex(12)}"
    person.handle_skeleton = look
    _leave_out_of_letters(traces)
    _renew_pages(person.id)


def step_back(person: Person, erasure: Erasure) -> None:
    """Give somebody their name and handle back."""
    if erasure.sealed:
        traces = Traces.unsealed(erasure.sealed)
        person.name, person.handle = traces.name, traces.handle
    erasure.sealed = ""
    _renew_pages(person.id)


def traces_of(person: Person) -> Traces:
    """Return what there is to know somebody by; of who stepped out of sight, what was sealed then."""
    if person.name != LEFT_NAME or not person.handle.startswith(HANDLES):
        return Traces(person.name, person.handle, person.email, _rare_part(person))
    kept = (
        select(Erasure.sealed)
        .where(Erasure.person_id == person.id, Erasure.sealed != "", Erasure.done_at.is_(None))
        .order_by(Erasure.id.desc())
        .limit(1)
    )
    return Traces.unsealed(db.session.scalars(kept).one())


def leaving_named(handle: str) -> int | None:
    """Return who is leaving under a handle, for whoever must keep something of theirs for the law."""
    look = Person.handle_skeleton == handle_look(handle)
    return db.session.scalar(select(Person.id).where(look, Person.standing == Standing.LEAVING))


def show_anew(event: ErasureAsked | ErasureTakenBack, entry: Entry) -> None:
    erasure = db.session.get_one(Erasure, event.erasure_id)
    person = db.session.get_one(Person, erasure.person_id)
    if person.standing != Standing.ERASED:
        renew_mentions(person)


def renew_mentions(person: Person) -> None:
    """Make anew, of its source, whatever shows a mention of somebody who left or came back."""
    called = f"@{traces_of(person).handle}"
    said = Revision.source.icontains(called, autoescape=True)
    either = Post.source.icontains(called, autoescape=True)
    in_versions = Post.id.in_(select(Revision.post_id).where(said))
    for post_id in db.session.scalars(select(Post.id).where(or_(either, in_versions))).all():
        rewrite(post_id, lambda text: text)
    for post_id in _sealed_that_call(called):
        rewrite(post_id, lambda text: text)
    for table in Base.metadata.sorted_tables:
        if table.name not in BY_THEMSELVES:
            _make_anew(table, called)


def _sealed_that_call(called: str) -> set[int]:
    """Return the posts of sealed places that say `called`, in whatever version: SQL cannot look there."""
    rows = select(Revision.post_id, Revision.source).where(is_shut(Revision.__table__.c.source))
    return {id_ for id_, said in db.session.execute(rows) if called.lower() in said.lower()}


def _make_anew(table: Table, called: str) -> None:
    for made, sources in MADE_OF.items():
        source = next((name for name in sources if name in table.c), None)
        if made not in table.c or source is None:
            continue
        said = cast(table.c[source], Text).icontains(called, autoescape=True)
        for row in db.session.execute(select(table).where(said)).mappings():
            anew = html_of(row[source], row[made])
            written = sealed_like(table, row, {made: anew})
            db.session.execute(update(table).where(*_is(table, row)).values(written))


def _is(table: Table, row: Any) -> list[ColumnElement[bool]]:
    return [column == row[column.key] for column in table.primary_key.columns]


def _leave_out_of_letters(traces: Traces) -> None:
    """Take the name out of letters to others that have not gone out."""
    waiting = Mail.sent_at.is_(None), Mail.recipient != traces.email
    named = or_(*(Mail.body.icontains(piece, autoescape=True) for piece in traces.pieces))
    change: Callable[[str], str] = traces.without_names
    for mail in db.session.scalars(select(Mail).where(*waiting, named)):
        mail.subject, mail.body = change(mail.subject), change(mail.body)


def _renew_pages(person_id: int) -> None:
    """Let pages that bear the name be made anew, and caches know it."""
    theirs = Post.author_id == person_id
    for model, where in (
        (Post, theirs),
        (Conversation, Conversation.id.in_(select(Post.conversation_id).where(theirs))),
    ):
        anew = update(model).where(where).values(version=model.version + 1)
        db.session.execute(anew.execution_options(synchronize_session=False))


def _rare_part(person: Person) -> str:
    """Return the last part of a name, if it is one of some length that nobody else here bears."""
    parts = WORD.findall(person.name)
    if len(parts) < 2 or len(parts[-1]) < SHORTEST:
        return ""
    bears = Person.name_key.contains(fold(parts[-1]), autoescape=True)
    others = select(Person.id).where(bears, Person.id != person.id).limit(1)
    return "" if db.session.scalar(others) else parts[-1]
