"""Files taken out of posts that the law may ask for; days that officials correct; decisions on files and profiles"""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

revision = "0023"
down_revision = "0022"
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
    _add("attachments", "hidden")
    _add("moderation_matters", "about", "post")
    _add("moderation_matters", "file_ref")
    op.execute(  # what is no post, and never stood in a space, was a profile
        "UPDATE moderation_matters SET about = 'profile' WHERE post_id IS NULL AND space_id IS NULL"
    )
    _index("post", "post_id", "decided_at IS NULL AND about = 'post'")
    _index("person", "person_id", "decided_at IS NULL AND about = 'profile'")
    only = sa.text("decided_at IS NULL AND about = 'file'")
    op.create_index(
        "uq_moderation_matters_file",
        "moderation_matters",
        ["file_ref"],
        unique=True,
        sqlite_where=only,
        postgresql_where=only,
    )
    op.add_column(
        "moderation_decisions",
        sa.Column("taken_out", sa.JSON(), server_default="{}", nullable=False),
    )
    op.add_column(
        "people", sa.Column("texts_hidden", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    op.drop_column("people", "texts_hidden")
    op.drop_column("moderation_decisions", "taken_out")
    op.drop_index("uq_moderation_matters_file", "moderation_matters")
    # Two open matters about one post were possible while one of them was about a file.
    op.execute(
        "UPDATE moderation_matters SET decided_at = opened_at WHERE about = 'file' AND decided_at IS NULL"
    )
    _index("post", "post_id", "decided_at IS NULL AND post_id IS NOT NULL")
    _index("person", "person_id", "decided_at IS NULL AND post_id IS NULL")
    op.drop_column("moderation_matters", "file_ref")
    op.drop_column("moderation_matters", "about")
    op.drop_column("attachments", "hidden")
    op.drop_column("affiliations", "asked_at")
    op.drop_column("affiliations", "wanted_since")
    op.drop_table("let_go_files")


def _add(table: str, name: str, value: str = "") -> None:
    op.add_column(table, sa.Column(name, sa.String(40), server_default=value, nullable=False))


def _index(name: str, column: str, condition: str) -> None:
    """Let at most one matter be open about a post, or a profile: by another condition than before."""
    index, only = f"uq_moderation_matters_{name}", sa.text(condition)
    op.drop_index(index, "moderation_matters")
    options = {"sqlite_where": only, "postgresql_where": only}
    op.create_index(index, "moderation_matters", [column], unique=True, **options)


def _to(table: str, column: str, other: str, gone: str | None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=gone)
