"""Which migrations this code brings."""

from functools import cache

from alembic.config import Config
from alembic.script import ScriptDirectory

from config import ROOT


@cache
def newest_migration() -> str | None:
    """Return the id of the last migration under migrations/."""
    settings = Config()
    settings.set_main_option("script_location", str(ROOT / "migrations"))
    return ScriptDirectory.from_config(settings).get_current_head()
