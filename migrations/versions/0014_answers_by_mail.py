"""Answers by mail: their addresses, which were taken, and what they said in full"""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reply_addresses",
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        _to("reply_addresses", "person_id", "people"),
        _to("reply_addresses", "conversation_id", "conversations"),
        sa.PrimaryKeyConstraint("person_id", "conversation_id", name=op.f("pk_reply_addresses")),
        sa.UniqueConstraint("digest", name=op.f("uq_reply_addresses_digest")),
    )
    op.create_index("ix_reply_addresses_conversation_id", "reply_addresses", ["conversation_id"])
    op.create_table(
        "received_mails",
        sa.Column("print", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("print", name=op.f("pk_received_mails")),
    )
    op.create_index("ix_received_mails_received_at", "received_mails", ["received_at"])
    op.create_table(
        "mailed_originals",
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        _to("mailed_originals", "post_id", "posts"),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_mailed_originals")),
    )
    op.add_column(
        "posts", sa.Column("by_mail", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    op.drop_column("posts", "by_mail")
    op.drop_table("mailed_originals")
    op.drop_index("ix_received_mails_received_at", table_name="received_mails")
    op.drop_table("received_mails")
    op.drop_index("ix_reply_addresses_conversation_id", table_name="reply_addresses")
    op.drop_table("reply_addresses")


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="CASCADE")
