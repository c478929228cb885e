"""Files at posts"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BigInt = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "stored_files",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("extension", sa.String(length=40), nullable=False),
        *(
            sa.Column(name, BigInt, nullable=False)
            for name in (
                "size",
                "width",
                "height",
                "small_size",
                "small_width",
                "small_height",
                "pages",
            )
        ),
        sa.Column("is_animated", sa.Boolean(), nullable=False),
        sa.Column("scanned_at", Moment, nullable=True),
        sa.Column("stored_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_stored_files"),
        sa.UniqueConstraint("name", name="uq_stored_files_name"),
        sa.UniqueConstraint("digest", name="uq_stored_files_digest"),
    )
    op.create_table(
        "attachments",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("file_id", BigInt, nullable=False),
        sa.Column("post_id", BigInt, nullable=True),
        sa.Column("owner_id", BigInt, nullable=True),
        sa.Column("position", BigInt, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("description", sa.String(length=500), nullable=False),
        sa.Column("added_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name="fk_attachments_file_id_stored_files"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name="fk_attachments_post_id_posts", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["people.id"], name="fk_attachments_owner_id_people", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
        sa.UniqueConstraint("ref", name="uq_attachments_ref"),
    )
    op.create_index("ix_attachments_file_id", "attachments", ["file_id"])
    op.create_index("ix_attachments_owner_id", "attachments", ["owner_id"])
    op.create_index("ix_attachments_post", "attachments", ["post_id", "position", "id"])
    # Added plainly, see 0007.
    op.add_column("posts", sa.Column("file_count", BigInt, server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("posts", "file_count")
    op.drop_table("attachments")
    op.drop_table("stored_files")
