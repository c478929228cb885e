"""Archives to take along, erasures, and the names that they left"""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exports",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("with_pseudonyms", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stored", sa.String(length=40), nullable=False),
        sa.Column("size", BIG, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        _to("exports", "person_id", "people", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
        sa.UniqueConstraint("ref", name=op.f("uq_exports_ref")),
        sa.UniqueConstraint("person_id", name=op.f("uq_exports_person_id")),
    )
    op.create_table(
        "erasures",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("print", sa.String(length=64), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keeps_texts", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("cursor", BIG, nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
        sa.UniqueConstraint("ref", name=op.f("uq_erasures_ref")),
    )
    op.create_index("ix_erasures_person_id", "erasures", ["person_id"])
    op.create_table(
        "namings",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("erasure_id", BIG, nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("row", sa.String(length=120), nullable=False),
        sa.Column("space_id", BIG, nullable=True),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("fate", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", BIG, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        _to("namings", "erasure_id", "erasures", "CASCADE"),
        _to("namings", "space_id", "spaces", "CASCADE"),
        _to("namings", "decided_by_id", "people", None),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_namings")),
        sa.UniqueConstraint("ref", name=op.f("uq_namings_ref")),
        sa.UniqueConstraint(
            "erasure_id", "place", "row", "part", name=op.f("uq_namings_erasure_id_place_row_part")
        ),
    )
    op.create_index("ix_namings_space_id", "namings", ["space_id"])
    op.create_index("ix_namings_fate", "namings", ["fate", "erasure_id", "id"])
    op.create_table(
        "fadings",
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("keeps_texts", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        _to("fadings", "person_id", "people", "CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_fadings")),
    )
    op.create_index("ix_fadings_due_at", "fadings", ["due_at"])


def downgrade() -> None:
    for name in ("fadings", "namings", "erasures", "exports"):
        op.drop_table(name)


def _to(table: str, column: str, target: str, ondelete: str | None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)
