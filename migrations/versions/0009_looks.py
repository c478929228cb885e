"""What names and handles look like, so that no name can be taken for another's"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from hrcn_community.core.looks import caseless_skeleton, skeleton

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

PEOPLE = sa.table(
    "people",
    *map(sa.column, ("id", "handle", "name", "name_skeleton", "handle_skeleton")),
)


def upgrade() -> None:
    # Added plainly, see 0007.
    op.add_column(
        "people",
        sa.Column("name_skeleton", sa.String(length=200), server_default="", nullable=False),
    )
    op.add_column("people", sa.Column("handle_skeleton", sa.String(length=120), nullable=True))
    _fill()
    op.create_index("ix_people_name_skeleton", "people", ["name_skeleton"])
    op.create_index("ix_people_handle_skeleton", "people", ["handle_skeleton"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_people_handle_skeleton", table_name="people")
    op.drop_index("ix_people_name_skeleton", table_name="people")
    op.drop_column("people", "handle_skeleton")
    op.drop_column("people", "name_skeleton")


def _fill() -> None:
    rows = list(_filled())
    if not rows:
        return
    op.get_bind().execute(
        PEOPLE.update()
        .where(PEOPLE.c.id == sa.bindparam("row"))
        .values(
            name_skeleton=sa.bindparam("name_look"), handle_skeleton=sa.bindparam("handle_look")
        ),
        rows,
    )


def _filled() -> Iterator[dict[str, Any]]:
    """Yield what each row looks like. Of handles that look alike already, the older one has the look."""
    taken: set[str] = set()
    people = sa.select(PEOPLE.c.id, PEOPLE.c.name, PEOPLE.c.handle).order_by(PEOPLE.c.id)
    for id_, name, handle in op.get_bind().execute(people).all():
        look = caseless_skeleton(handle)[:120]
        yield {
            "row": id_,
            "name_look": skeleton(name).lower()[:200],
            "handle_look": None if look in taken else look,
        }
        taken.add(look)
