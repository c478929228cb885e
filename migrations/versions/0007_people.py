"""The directory's order, the city of an invitation, letters to the core team"""

import sqlalchemy as sa
from alembic import op

from hrcn_community.core.text import fold

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SORTED = sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql")


def upgrade() -> None:
    # Added plainly: a batch would copy `people`, and dropping the old table would take with it all that points at it.
    op.add_column("people", sa.Column("name_key", SORTED, server_default="", nullable=False))
    op.create_index("ix_people_name_key", "people", ["name_key"])
    _fill_name_keys()
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("city_id", BIG, nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_invitations_city_id_cities"), "cities", ["city_id"], ["id"]
        )
    op.create_table(
        "letters",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("print", sa.String(length=64), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_letters_person_id_people"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("print", name=op.f("uq_letters_print")),
        sa.UniqueConstraint("ref", name=op.f("uq_letters_ref")),
    )


def downgrade() -> None:
    op.drop_table("letters")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_invitations_city_id_cities"), type_="foreignkey")
        batch_op.drop_column("city_id")
    op.drop_index("ix_people_name_key", table_name="people")
    op.drop_column("people", "name_key")


def _fill_name_keys() -> None:
    people = sa.table("people", sa.column("id"), sa.column("name"), sa.column("name_key"))
    connection = op.get_bind()
    for id_, name in connection.execute(sa.select(people.c.id, people.c.name)).all():
        connection.execute(
            people.update().where(people.c.id == id_).values(name_key=fold(name)[:200])
        )
