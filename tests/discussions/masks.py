"""Writing under a pseudonym, as tests do it, and looking at everything that then stands in the database."""

from collections import Counter
from typing import Any

from sqlalchemy import select

from hrcn_community.accounts.models import Person, Persona, Standing
from hrcn_community.core.db import db
from tests.factories import Place, Somebody, Told, World

Dump = Counter[tuple[str, str]]


def a_masking_space(world: World, *people: Somebody, **more: Any) -> Place:
    """Return a network space that allows pseudonyms, with these people inside."""
    return world.space(pseudonyms="allowed", member=list(people), **more)


def reply_masked(who: Somebody, thread: Told, body: str = "Said under a pseudonym.", **more: Any):
    return who.browser.post(f"{thread.address}/replies", body=body, mask="1", **more)


def persona_in(world: World, space: Place) -> Person:
    """Return the one persona of a space."""
    [persona] = world.rows(Persona, space_id=space.id)
    [person] = world.rows(Person, id=persona.person_id, standing=Standing.PERSONA)
    return person


def dump(world: World) -> Dump:
    """Return every row of every table as text, with its table."""

    def look() -> Dump:
        rows: Dump = Counter()
        for table in db.metadata.sorted_tables:
            for row in db.session.execute(select(table)).mappings():
                rows[table.name, repr(dict(row))] += 1
        return rows

    return world.ask(look)


def people_named_in(world: World) -> list[tuple[str, set[int]]]:
    """Return, for every row of every table, which people its columns point to."""

    def look() -> list[tuple[str, set[int]]]:
        found: list[tuple[str, set[int]]] = []
        for table in db.metadata.sorted_tables:
            names = [column.name for column in table.columns if _points_to_people(column)]
            rows = db.session.execute(select(table)).mappings()
            found += [(table.name, {row[name] for name in names if row[name]}) for row in rows]
        return found

    return world.ask(look)


def _points_to_people(column: Any) -> bool:
    is_person = column.table.name == "people" and column.name == "id"
    keys = [key.column.table.name for key in column.foreign_keys]
    return is_person or column.name == "actor_id" or "people" in keys
