"""How Alembic runs our migrations: on the application's own engine, all of them in one transaction.

Both databases can undo DDL, so a kill in the middle leaves the schema as it was.
"""

from alembic import context
from flask import current_app

from hrcn_community.core.db import Moment

db = current_app.extensions["migrate"].db


def _name_plainly(kind, item, autogen):
    """Let a migration name the database's type, not ours: it must run when our code has moved on."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


def _is_ours(item, name, kind, reflected, compared_to):
    """Leave the search index alone: it is made by hand, differently on each database."""
    return not (kind == "table" and name.startswith("post_index"))


with db.engine.begin() as connection:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_item=_name_plainly,
        include_object=_is_ours,
        render_as_batch=True,
        transactional_ddl=True,
        compare_type=True,
    )
    context.run_migrations()
