"""Whose name looks like whose: asked before anybody is called so.

A notice, a list and a mention bear a name alone, so no two members are called alike, and none so
nearly alike that the eye takes one for the other. Compared are the members, whom every member finds in
the directory: a refusal tells nothing that is hidden. For the same reason the public is told nothing;
what they ask for is compared when the core team lets them in.
"""

import hashlib

from sqlalchemy import func, select

from hrcn_community.accounts.models import Person, Standing
from hrcn_community.accounts.models.people import name_look
from hrcn_community.core.db import db
from hrcn_community.core.errors import Refusal
from hrcn_community.core.words import _l


class LooksLikeAnother(Refusal):
    """`handle` is whose name it could be taken for; only the core team is told."""

    message = _l(
        "This name could be taken for that of somebody who is here already. Please write it so that "
        "the two can be told apart, for instance with a second name."
    )

    def __init__(self, handle: str) -> None:
        super().__init__()
        self.handle = handle


def refuse_likeness(name: str, *, but: int = 0) -> None:
    """Raise LooksLikeAnother if `name` is or looks like that of a member other than `but`."""
    look = name_look(name)
    _one_after_the_other(look)
    alike = select(func.min(Person.handle)).where(
        Person.name_skeleton == look, Person.standing == Standing.MEMBER, Person.id != but
    )
    if handle := db.session.scalar(alike):
        raise LooksLikeAnother(handle)


def _one_after_the_other(look: str) -> None:
    """Let two who choose one look at once choose it one after the other, until each has committed.

    No constraint can do it, as some had one name before. In SQLite writers take turns anyway.
    """
    if db.engine.dialect.name == "postgresql":
        number = int.from_bytes(hashlib.sha256(look.encode()).digest()[:8], signed=True)
        db.session.execute(select(func.pg_advisory_xact_lock(number)))
