"""knowledge"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guidelines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column(
            "summary_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "clauses_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "summary_post_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "drafted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "adopted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["adopted_by_id"], ["people.id"], name=op.f("fk_guidelines_adopted_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["clauses_id"],
            ["conversations.id"],
            name=op.f("fk_guidelines_clauses_id_conversations"),
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["people.id"], name=op.f("fk_guidelines_drafted_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["summary_id"],
            ["conversations.id"],
            name=op.f("fk_guidelines_summary_id_conversations"),
        ),
        sa.ForeignKeyConstraint(
            ["summary_post_id"], ["posts.id"], name=op.f("fk_guidelines_summary_post_id_posts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guidelines")),
        sa.UniqueConstraint("clauses_id", name=op.f("uq_guidelines_clauses_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_guidelines_slug")),
        sa.UniqueConstraint("summary_id", name=op.f("uq_guidelines_summary_id")),
    )
    op.create_table(
        "adopted_clauses",
        sa.Column(
            "guideline_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("post_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "adopted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["adopted_by_id"], ["people.id"], name=op.f("fk_adopted_clauses_adopted_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["guideline_id"],
            ["guidelines.id"],
            name=op.f("fk_adopted_clauses_guideline_id_guidelines"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["post_id", "revision"],
            ["revisions.post_id", "revisions.number"],
            name="fk_adopted_clauses_revisions",
        ),
        sa.PrimaryKeyConstraint(
            "guideline_id", "version", "number", name=op.f("pk_adopted_clauses")
        ),
    )
    op.create_table(
        "clauses",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "guideline_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("post_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "comments_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["comments_id"], ["conversations.id"], name=op.f("fk_clauses_comments_id_conversations")
        ),
        sa.ForeignKeyConstraint(
            ["guideline_id"],
            ["guidelines.id"],
            name=op.f("fk_clauses_guideline_id_guidelines"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_clauses_post_id_posts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clauses")),
        sa.UniqueConstraint("comments_id", name=op.f("uq_clauses_comments_id")),
        sa.UniqueConstraint("guideline_id", "number", name=op.f("uq_clauses_guideline_id_number")),
        sa.UniqueConstraint("post_id", name=op.f("uq_clauses_post_id")),
    )
    op.create_table(
        "practices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("years", sa.String(length=200), nullable=False),
        sa.Column(
            "submitted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "summary_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "details_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "review_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "summary_post_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "details_post_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "related_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "verified_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "verified_summary", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "verified_details", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["details_id"], ["conversations.id"], name=op.f("fk_practices_details_id_conversations")
        ),
        sa.ForeignKeyConstraint(
            ["details_post_id", "verified_details"],
            ["revisions.post_id", "revisions.number"],
            name="fk_practices_verified_details_revisions",
        ),
        sa.ForeignKeyConstraint(
            ["details_post_id"], ["posts.id"], name=op.f("fk_practices_details_post_id_posts")
        ),
        sa.ForeignKeyConstraint(
            ["related_id"], ["conversations.id"], name=op.f("fk_practices_related_id_conversations")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["conversations.id"], name=op.f("fk_practices_review_id_conversations")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["people.id"], name=op.f("fk_practices_submitted_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["summary_id"], ["conversations.id"], name=op.f("fk_practices_summary_id_conversations")
        ),
        sa.ForeignKeyConstraint(
            ["summary_post_id", "verified_summary"],
            ["revisions.post_id", "revisions.number"],
            name="fk_practices_verified_summary_revisions",
        ),
        sa.ForeignKeyConstraint(
            ["summary_post_id"], ["posts.id"], name=op.f("fk_practices_summary_post_id_posts")
        ),
        sa.ForeignKeyConstraint(
            ["verified_by_id"], ["people.id"], name=op.f("fk_practices_verified_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practices")),
        sa.UniqueConstraint("details_id", name=op.f("uq_practices_details_id")),
        sa.UniqueConstraint("review_id", name=op.f("uq_practices_review_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_practices_slug")),
        sa.UniqueConstraint("summary_id", name=op.f("uq_practices_summary_id")),
    )
    with op.batch_alter_table("practices", schema=None) as batch_op:
        batch_op.create_index("ix_practices_opened", ["opened_at", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_practices_submitted_by_id"), ["submitted_by_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("practices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practices_submitted_by_id"))
        batch_op.drop_index("ix_practices_opened")

    op.drop_table("practices")
    op.drop_table("clauses")
    op.drop_table("adopted_clauses")
    op.drop_table("guidelines")
