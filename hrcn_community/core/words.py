"""Words for people, translated when they are shown: `_l` where no request is at hand yet."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:

    def _l(string: str, **variables: object) -> str:
        """Return a text that is translated when it is turned into a string."""
        ...
else:
    from flask_babel import lazy_gettext as _l

__all__ = ["_l"]
