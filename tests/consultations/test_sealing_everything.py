"""Whatever stands in a house, its spaces can be sealed with it: the whole demonstration is, in one go."""

import json

from sqlalchemy import Column, Text, cast, func, select

from hrcn_community.attachments.sealing import seal_whole_spaces
from hrcn_community.core.db import db
from hrcn_community.core.sealed_columns import MARK
from hrcn_community.spaces.models import Space
from hrcn_community.spaces.sealing import in_spaces, sealable_tables, sealed_columns
from tests.demonstration import house_in, put_demonstration

NOTHING = ("", "{}", "[]", "null")


def test_every_space_is_sealed_with_all_that_stands_there(tmp_path, tmp_path_factory):
    put_demonstration(tmp_path, tmp_path_factory)
    app = house_in(tmp_path)
    with app.app_context():
        ids = db.session.scalars(select(Space.id)).all()
        before = {table.name: _rows_in(table, ids) for table in sealable_tables()}
        seal_whole_spaces(*ids)
        open_ = {
            f"{table.name}.{column.name}": db.session.scalar(_lying_open(column))
            for table in sealable_tables()
            for column in sealed_columns(table)
        }
        db.session.remove()
        db.engine.dispose()
    many = ("posts", "cases", "conversations", "content_notices", "moderation_decisions")
    assert all(before[name] > 1 for name in many), before
    assert {name: n for name, n in open_.items() if n} == {}


def _rows_in(table, ids) -> int:
    return (
        db.session.scalar(select(func.count()).select_from(in_spaces(table, ids).subquery())) or 0
    )


def _lying_open(column: Column):
    """Count the values of a column that can be sealed and are not."""
    raw = cast(column, Text)
    is_marked = raw.startswith(MARK) | raw.startswith(
        json.dumps(MARK)[:-1]
    )  # of JSON as its string
    is_open = raw.not_in(NOTHING) & ~is_marked
    return select(func.count()).select_from(column.table).where(column.is_not(None), is_open)
