"""Sealed spaces: a key of their own, and whatever is written in them encrypted with it.

A model whose words may stand in a sealed space says in `__sealed_by__` which of its columns leads there:
to the space itself, or to a row of another such model. Whatever the ORM writes of it is then encrypted
here, on its way; columns of `__found_by__` (what search knows) stay empty. An INSERT or UPDATE that goes
past the ORM asks `sealed_in` itself.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Select, Table, bindparam, event, inspect, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapper, attributes

from hrcn_community.core import clock
from hrcn_community.core.db import Base, Model, db
from hrcn_community.core.refs import new_secret
from hrcn_community.core.sealed_columns import KEYRING, SEALABLE, Sealed
from hrcn_community.core.sealing import WrongKey, new_data_key, rewrapped, seal_bytes, unsealer
from hrcn_community.spaces.models import Space, SpaceKey

CACHED = "space keys"  # of one session: no longer than a request lasts
SPACES: Any = Space.__table__
KEYS: Any = SpaceKey.__table__
ROWS_AT_ONCE = 200
WRITING: Any = {"read": True, "key_share": True, "of": SPACES}  # until the end, no other key holds


def new_space_key(space_ids: Collection[int]) -> str:
    """Make a key for these spaces, keep it wrapped in the newest of SEALED_KEYS, and return its ref."""
    ref, key = new_secret()[:16], new_data_key()
    db.session.add(SpaceKey(ref=ref, wrapped=seal_bytes(key).decode(), made_at=clock.now()))
    here = select(Space).where(Space.id.in_(list(space_ids))).order_by(Space.id)
    # Whoever writes there just now is waited for, and whoever comes next meets the key (WRITING).
    for space in db.session.scalars(here.with_for_update()):
        space.is_sealed, space.key_ref = True, ref
    db.session.flush()
    return ref


def find_key(ref: str) -> bytes:
    """Return the key of this ref; raise WrongKey where it is gone, or none of SEALED_KEYS opens it."""
    known = db.session().info.setdefault(CACHED, {})
    if ref not in known:
        wrapped = db.session.connection().scalar(select(KEYS.c.wrapped).where(KEYS.c.ref == ref))
        known[ref] = _unwrapped(wrapped)
    return known[ref]


KEYRING.find = find_key


def key_of_space(space_id: int) -> str | None:
    query = select(SPACES.c.key_ref).where(SPACES.c.id == space_id)
    return db.session.scalar(query.with_for_update(**WRITING))


def sealed_in(space_id: int, value: Any) -> Any:
    """Return `value` as it is written into a row of this space past the ORM: encrypted, if that is sealed."""
    ref = key_of_space(space_id)
    return Sealed(value, ref) if ref and value else value


def sealed_like(table: Table, row: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return `values` as they are written into `row` of `table` past the ORM."""
    if table not in _ways():
        return dict(values)
    way = _ways()[table][0]
    ref = key_over(db.session.connection(), way, row[way.key])
    names = {column.key for column in sealed_columns(table)} if ref else set()
    return {key: Sealed(v, ref) if key in names and v else v for key, v in values.items()}  # type: ignore[arg-type]


def keys_open_here() -> bool:
    """Do SEALED_KEYS open every key of a space? A wrapped key is short: looking at all takes a moment."""
    try:
        for wrapped in db.session.scalars(select(KEYS.c.wrapped)):
            _unwrapped(wrapped)
    except WrongKey:
        return False
    except DBAPIError:  # away, or without its tables yet: others say so
        return True
    finally:
        db.session.rollback()
    return True


def rewrap_keys() -> int:
    """Wrap every key of a space with the newest of SEALED_KEYS; return how many there are."""
    rows = db.session.scalars(select(SpaceKey).order_by(SpaceKey.ref).with_for_update()).all()
    for row in rows:
        row.wrapped = rewrapped(row.wrapped)
    db.session.flush()
    return len(rows)


def sealed_groups() -> list[list[int]]:
    """Return the sealed spaces, together where they share a key."""
    found: dict[str, list[int]] = {}
    rows = select(SPACES.c.key_ref, SPACES.c.id).where(SPACES.c.key_ref.is_not(None))
    for ref, id_ in db.session.execute(rows.order_by(SPACES.c.id)).all():
        found.setdefault(ref, []).append(id_)
    return list(found.values())


def encrypt_rows(space_ids: Collection[int], ref: str) -> None:
    """Write all that stands in these spaces anew, encrypted with the key `ref`; search forgets it."""
    db.session.flush()
    for table in sealable_tables():
        _encrypt_table(table, space_ids, ref)
    for row in db.session:
        if names := getattr(row, "__found_by__", ()):
            db.session.expire(row, names)  # what is in memory says the same words still


def spaces_without_key() -> list[int]:
    """Return sealed spaces whose words lie there open: they come from an older schema."""
    bare = select(SPACES.c.id).where(SPACES.c.is_sealed, SPACES.c.key_ref.is_(None))
    return list(db.session.scalars(bare.order_by(SPACES.c.id)))


def drop_keys() -> None:
    """Let keys go that no space bears any more: what is left of its words anywhere, nobody reads."""
    used = select(SPACES.c.key_ref).where(SPACES.c.key_ref.is_not(None))
    db.session.execute(KEYS.delete().where(KEYS.c.ref.not_in(used)))


def sealable_tables() -> list[Table]:
    return list(_ways())


def sealed_columns(table: Table) -> list[Column[Any]]:
    return [column for column in table.c if isinstance(column.type, SEALABLE)]


def in_spaces(table: Table, space_ids: Collection[int]) -> Select[Any]:
    """Select the rows of `table` that stand in one of these spaces."""
    query, last = _led(table, select(table))
    return query.where(last.in_(list(space_ids)))


def key_over(connection: Connection, column: Any, value: Any) -> str | None:
    """Return the ref of the key of the space to which `value` in `column` leads."""
    target = _target(column)
    query = select(SPACES.c.key_ref)
    if target is SPACES:
        query = query.where(SPACES.c.id == value)
    else:
        led, last = _led(target, select(target.c.id))
        led = led.join(SPACES, SPACES.c.id == last).with_only_columns(SPACES.c.key_ref)
        query = led.where(target.c.id == value)
    return connection.scalar(query.with_for_update(**WRITING))


def _unwrapped(wrapped: str | None) -> bytes:
    if wrapped is None:
        raise WrongKey
    try:
        return unsealer()(wrapped.encode())
    except Exception as error:
        raise WrongKey from error


def _encrypt_table(table: Table, space_ids: Collection[int], ref: str) -> None:
    columns, keys = sealed_columns(table), list(table.primary_key.columns)
    emptied = dict.fromkeys(_ways()[table][1], "")
    if not (columns or emptied):
        return  # it has no words, and only leads others to their space
    rows = db.session.execute(in_spaces(table, space_ids).order_by(*keys)).mappings().all()
    deed = update(table).where(*(key == bindparam(f"its_{key.name}") for key in keys))
    for start in range(0, len(rows), ROWS_AT_ONCE):
        values = [
            {f"its_{key.name}": row[key.name] for key in keys}
            | {column.name: _to_seal(row[column.name], ref) for column in columns}
            | emptied
            for row in rows[start : start + ROWS_AT_ONCE]
        ]
        db.session.connection().execute(deed, values)


def _to_seal(value: Any, ref: str) -> Any:
    return Sealed(value, ref) if value else value


def _ways() -> dict[Table, tuple[Column[Any], Sequence[str]]]:
    """Return by which column each sealable table leads on, and what search knows of it."""
    return {
        mapper.local_table: (
            mapper.local_table.c[mapper.class_.__sealed_by__],
            getattr(mapper.class_, "__found_by__", ()),
        )
        for mapper in sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__name__)
        if hasattr(mapper.class_, "__sealed_by__")
    }  # type: ignore[return-value]


def _led(table: Table, query: Select[Any]) -> tuple[Select[Any], Any]:
    """Join `query` from `table` up to the row that bears a space's id; return that column too."""
    ways = _ways()
    column = ways[table][0]
    while (target := _target(column)) is not SPACES:
        query = query.join(target, target.c.id == column)
        column = ways[target][0]
    return query, column


def _target(column: Column[Any]) -> Any:
    [tie] = column.foreign_keys
    return tie.column.table


@event.listens_for(Model, "before_insert", propagate=True)
@event.listens_for(Model, "before_update", propagate=True)
def _seal(mapper: Mapper[Any], connection: Connection, row: Any) -> None:
    """Encrypt what changes of a row that stands in a sealed space; all of it, where it comes there now."""
    if not hasattr(row, "__sealed_by__"):
        return
    state = inspect(row)
    way = row.__sealed_by__
    comes = not state.persistent or way in state.committed_state
    found_by = getattr(row, "__found_by__", ())
    names = [column.key for column in sealed_columns(mapper.local_table)]  # type: ignore[arg-type]
    changed = [name for name in names if comes or name in state.committed_state]
    emptied = [name for name in found_by if comes or name in state.committed_state]
    leads = getattr(row, way)
    if not (changed or emptied) or leads is None:
        return
    ref = key_over(connection, mapper.local_table.c[way], leads)  # type: ignore[union-attr]
    if ref is None:
        return
    plain = {name: value for name in changed if (value := getattr(row, name))}
    state.info["plain"] = plain
    for name, value in plain.items():
        setattr(row, name, Sealed(value, ref))
    for name in emptied:
        setattr(row, name, "")


@event.listens_for(Model, "after_insert", propagate=True)
@event.listens_for(Model, "after_update", propagate=True)
def _show_again(_mapper: Mapper[Any], _connection: Connection, row: Any) -> None:
    """Let the row in memory say in words what it says."""
    for name, value in inspect(row).info.pop("plain", {}).items():
        attributes.set_committed_value(row, name, value)
