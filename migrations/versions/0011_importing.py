"""What was brought along from elsewhere, and who wrote it there"""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_sources",
        sa.Column("id", BIG, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_sources")),
        sa.UniqueConstraint("name", name=op.f("uq_import_sources_name")),
    )
    op.create_table(
        "imported_spaces",
        sa.Column("source_id", BIG, nullable=False),
        sa.Column("external", sa.String(length=64), nullable=False),
        sa.Column("space_id", BIG, nullable=False),
        _to("imported_spaces", "source_id", "import_sources"),
        _to("imported_spaces", "space_id", "spaces"),
        sa.PrimaryKeyConstraint("source_id", "external", name=op.f("pk_imported_spaces")),
    )
    op.create_table(
        "imported_items",
        sa.Column("source_id", BIG, nullable=False),
        sa.Column("external", sa.String(length=64), nullable=False),
        sa.Column("part", BIG, nullable=False),
        sa.Column("post_id", BIG, nullable=True),
        sa.Column("conversation_id", BIG, nullable=True),
        _to("imported_items", "source_id", "import_sources"),
        _to("imported_items", "post_id", "posts", "SET NULL"),
        _to("imported_items", "conversation_id", "conversations", "SET NULL"),
        sa.PrimaryKeyConstraint("source_id", "external", "part", name=op.f("pk_imported_items")),
    )
    op.create_index("ix_imported_items_post_id", "imported_items", ["post_id"])
    op.create_index("ix_imported_items_conversation_id", "imported_items", ["conversation_id"])
    op.create_table(
        "placeholders",
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("lookup", sa.String(length=64), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        _to("placeholders", "person_id", "people"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_placeholders")),
        sa.UniqueConstraint("lookup", name=op.f("uq_placeholders_lookup")),
    )
    op.create_table(
        "imported_seats",
        sa.Column("space_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        _to("imported_seats", "space_id", "spaces"),
        _to("imported_seats", "person_id", "people"),
        sa.PrimaryKeyConstraint("space_id", "person_id", name=op.f("pk_imported_seats")),
    )
    op.create_index("ix_imported_seats_person_id", "imported_seats", ["person_id"])


def downgrade() -> None:
    for table in (
        "imported_seats",
        "placeholders",
        "imported_items",
        "imported_spaces",
        "import_sources",
    ):
        op.drop_table(table)


def _to(table: str, column: str, other: str, gone: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=gone)
