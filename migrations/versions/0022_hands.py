"""Files taken out of posts that the law may ask for; days that officials correct"""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "let_go_files",
        sa.Column("id", BIG, nullable=False),
        sa.Column("file_id", BIG, nullable=False),
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("owner_id", BIG, nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("description", sa.String(length=500), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("let_go_at", MOMENT, nullable=False),
        _to("let_go_files", "file_id", "stored_files", None),
        _to("let_go_files", "post_id", "posts", "CASCADE"),
        _to("let_go_files", "owner_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_let_go_files")),
    )
    for column in ("file_id", "post_id", "owner_id"):
        op.create_index(op.f(f"ix_let_go_files_{column}"), "let_go_files", [column])
    op.add_column("affiliations", sa.Column("wanted_since", sa.Date(), nullable=True))
    op.add_column("affiliations", sa.Column("asked_at", MOMENT, nullable=True))


def downgrade() -> None:
    op.drop_column("affiliations", "asked_at")
    op.drop_column("affiliations", "wanted_since")
    op.drop_table("let_go_files")


def _to(table: str, column: str, other: str, gone: str | None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=gone)
