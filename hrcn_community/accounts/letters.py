"""Letters: what anybody, signed in or not, writes to the core team."""

from sqlalchemy import select, update

from hrcn_community.accounts.events import LetterAnswered, LetterWritten
from hrcn_community.accounts.limits import TooOften, count_asking, network_of
from hrcn_community.accounts.models import Letter
from hrcn_community.accounts.secrets import digest
from hrcn_community.accounts.viewer import AnyViewer, Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref
from hrcn_community.core.text import clean
from hrcn_community.core.upsert import insert_or_ignore
from hrcn_community.core.words import _l

MOST_WRITTEN = 6
TOPICS = {
    "question": _l("A question about this site"),
    "barrier": _l("I met an accessibility barrier"),
    "sign-in": _l("I cannot sign in"),
    "privacy": _l("My personal data"),
    "content": _l("Something that is written here"),
    "joining": _l("Our city would like to join"),
    "other": _l("Something else"),
}


def write_letter(topic: str, email: str, body: str, *, address: str, by: AnyViewer) -> None:
    """Keep a letter and have the core team told; the same one sent twice is kept once."""
    ref = new_ref()
    new = insert_or_ignore(
        Letter,
        ref=ref,
        print=digest(f"{topic}\n{email}\n{body}"),
        topic=topic,
        email=email,
        person_id=by.id or None,
        body=clean(body),
        written_at=clock.now(),
    )
    if not new:
        return
    if not count_asking(f"letters {network_of(address)}", MOST_WRITTEN):
        raise TooOften
    letter_id = db.session.scalars(select(Letter.id).where(Letter.ref == ref)).one()
    record(LetterWritten(letter_id=letter_id), by=by.id or None)


def answer_letter(letter: Letter, *, by: Viewer) -> None:
    """Note that somebody has seen to a letter."""
    done = db.session.scalar(
        update(Letter)
        .where(Letter.id == letter.id, Letter.answered_at.is_(None))
        .values(answered_at=clock.now())
        .returning(Letter.id)
    )
    if done:
        record(LetterAnswered(letter_id=letter.id), by=by.id)
