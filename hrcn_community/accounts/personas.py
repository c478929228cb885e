"""Pseudonyms: one for each person and space, made at first use; nothing in clear says whose it is."""

import secrets
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.exc import DBAPIError

from hrcn_community.accounts.erased import NOWHERE as NOWHERE_ANY_MORE
from hrcn_community.accounts.events import PseudonymTaken
from hrcn_community.accounts.models import Person, Persona, SiteRole, SpaceRole, Standing
from hrcn_community.accounts.models.people import name_look
from hrcn_community.accounts.placeholders import NOWHERE as NOWHERE_YET
from hrcn_community.accounts.pseudonyms import new_pseudonym
from hrcn_community.accounts.secrets import persona_print
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.looks import caseless_skeleton, skeleton
from hrcn_community.core.sealing import WrongKey, seal, unseal
from hrcn_community.core.text import fold
from hrcn_community.spaces.models import Pseudonyms, Space

HANDLES = "persona--"  # no name makes two hyphens in a row: no member ever has such a handle
NOWHERE = "@persona.invalid"  # a domain that can never be
AT_ONCE = 200


def acting_as_persona(viewer: Viewer, space: Space) -> Viewer:
    """Return who `viewer` is in `space` under their pseudonym, which is made at its first use.

    To be passed as `by=`: every trace of what is done bears the persona. It is a plain member there
    and nothing elsewhere: what a facilitator alone may do would tell that a facilitator hides behind.
    """
    if (known := viewer.personas.get(space.id)) is not None:
        return _as_persona(viewer, known, viewer.pseudonyms[known], space.id)
    return _as_persona(viewer, *_found_or_made(viewer.id, space.id), space.id)


def self_for(viewer: Viewer, author_id: int | None) -> Viewer:
    """Return as whom `viewer` acts on what `author_id` wrote: their persona, if it did; else themselves."""
    for space_id, persona_id in viewer.personas.items():
        if persona_id == author_id:
            return _as_persona(viewer, persona_id, viewer.pseudonyms[persona_id], space_id)
    return viewer


def is_owner(person_id: int, persona: Persona) -> bool:
    """Is that the person behind the persona? Asked without opening what is sealed."""
    return persona.lookup == persona_print(person_id, persona.space_id)


def owner_of(persona: Persona) -> Person:
    """Return who stands behind a persona. Only for who may know it: nothing may be written of it."""
    owner = db.session.get_one(Person, int(unseal(persona.sealed)))
    if not is_owner(owner.id, persona):
        raise WrongKey
    return owner


def own_personas(viewer: Viewer) -> Sequence[Any]:
    """Return every pseudonym of the viewer: id, name, space, also of spaces that they have left."""
    spaces = db.session.scalars(select(Space.id).where(Space.pseudonyms != Pseudonyms.NEVER)).all()
    lookups = [persona_print(viewer.id, space_id) for space_id in spaces]
    return db.session.execute(
        select(Person.id, Person.name, Space)
        .join(Persona, Persona.person_id == Person.id)
        .join(Space, Space.id == Persona.space_id)
        .where(Persona.lookup.in_(lookups))
        .order_by(Space.name)
    ).all()


def is_placeholder(address: str) -> bool:
    """Is that the address of a persona, of somebody imported or erased, to which nothing can be sent?"""
    return address.endswith((NOWHERE, NOWHERE_YET, NOWHERE_ANY_MORE))


def keys_fit() -> bool:
    """Do our keys open the oldest and the newest persona, and find both by their owner?"""
    try:
        return all(_opens(persona) for persona in _outermost())
    except DBAPIError:  # away, or without its tables yet: others say so
        return True
    finally:
        db.session.rollback()


def reseal_some(after: int = 0) -> tuple[int, int]:
    """Seal anew, with the newest key, the next personas; return how many, and after which to go on."""
    found = db.session.scalars(
        select(Persona).where(Persona.person_id > after).order_by(Persona.person_id).limit(AT_ONCE)
    ).all()
    for persona in found:
        persona.sealed = seal(unseal(persona.sealed))
    return len(found), found[-1].person_id if found else after


def _as_persona(owner: Viewer, id_: int, name: str, space_id: int) -> Viewer:
    inside: dict[int, frozenset[str]] = {space_id: frozenset({SpaceRole.MEMBER})}
    silences = owner.silent_selves.get(id_, {})
    role = SiteRole.PRACTITIONER
    return Viewer(id_, name, "", role, roles=inside, is_masked=True, silences=silences)


def _found_or_made(person_id: int, space_id: int) -> tuple[int, str]:
    alone = select(Space.id).where(Space.id == space_id).with_for_update(key_share=True)
    db.session.execute(alone)  # two first uses at once, and two names, are one after the other
    return _found(person_id, space_id) or _made(person_id, space_id)


def _found(person_id: int, space_id: int) -> tuple[int, str] | None:
    row = db.session.execute(
        select(Person.id, Person.name)
        .join(Persona, Persona.person_id == Person.id)
        .where(Persona.lookup == persona_print(person_id, space_id))
    ).one_or_none()
    return (row.id, row.name) if row else None


def _made(person_id: int, space_id: int) -> tuple[int, str]:
    persona = Person(
        handle=f"{HANDLES}{secrets.token_hex(12)}",
        name=new_pseudonym(_is_taken),
        email=f"{secrets.token_hex(24)}{NOWHERE}",
        site_role=SiteRole.PRACTITIONER,
        standing=Standing.PERSONA,
        joined_at=clock.now(),
    )
    db.session.add(persona)
    db.session.flush()
    whose = {"lookup": persona_print(person_id, space_id), "sealed": seal(str(person_id))}
    db.session.add(Persona(person_id=persona.id, space_id=space_id, **whose))
    record(PseudonymTaken(person_id=persona.id, space_id=space_id), by=persona.id)
    return persona.id, persona.name


def _is_taken(name: str) -> bool:
    """Does anybody have this name already, or a member one, or a handle, in which its word stands?

    Looks count as letters do. The name is drawn anew and nobody is told, so everybody is asked for.
    """
    word = name.split()[0]
    like = or_(
        *_bearing(Person.name_key, fold(word), " "),
        *_bearing(Person.name_skeleton, skeleton(word).lower(), " "),
        *_bearing(Person.handle_skeleton, caseless_skeleton(word), "-"),
    )
    member = and_(Person.standing != Standing.PERSONA, like)
    same = Person.name_skeleton == name_look(name)
    return bool(db.session.scalar(select(exists().where(or_(same, member)))))


def _bearing(column: Any, word: str, between: str) -> tuple[ColumnElement[bool], ...]:
    """Does a word of what stands in `column` begin so?"""
    later = column.contains(f"{between}{word}", autoescape=True)
    return column.startswith(word, autoescape=True), later


def _outermost() -> Iterable[Persona]:
    for order in (Persona.person_id, Persona.person_id.desc()):
        yield from db.session.scalars(select(Persona).order_by(order).limit(1))


def _opens(persona: Persona) -> bool:
    try:
        return is_owner(int(unseal(persona.sealed)), persona)
    except WrongKey:
        return False
