"""How long a suspension would last if no decision prolonged it"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("suspensions", sa.Column("own_until", sa.DateTime(timezone=True), nullable=True))
    # The core team gives a reason; a decision of moderation has its own, in the statement.
    op.execute("UPDATE suspensions SET own_until = until WHERE reason <> ''")


def downgrade() -> None:
    op.drop_column("suspensions", "own_until")
