"""Spaces that search passes by, the tier in which a case came, figures of quarters that are over"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

ROOMS = ("asking_space_id", "working_space_id", "papers_space_id")


def upgrade() -> None:
    op.add_column(
        "spaces", sa.Column("is_searched", sa.Boolean(), server_default=sa.true(), nullable=False)
    )
    for room in ROOMS:
        op.execute(
            "UPDATE spaces SET is_searched = false WHERE id IN ("
            f"SELECT cases.{room} FROM cases JOIN case_publications"
            " ON case_publications.case_id = cases.id"
            " WHERE case_publications.state = 'published')"
        )
    tier = sa.Column("asked_tier", sa.String(40), server_default="", nullable=False)
    op.add_column("cases", tier)
    op.execute("UPDATE cases SET asked_tier = tier")
    op.create_table(
        "quarter_figures",
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("until", name=op.f("pk_quarter_figures")),
    )


def downgrade() -> None:
    op.drop_table("quarter_figures")
    op.drop_column("cases", "asked_tier")
    op.drop_column("spaces", "is_searched")
