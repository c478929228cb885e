"""Spaces that search passes by: those of a case whose copy is public"""

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


def downgrade() -> None:
    op.drop_column("spaces", "is_searched")
