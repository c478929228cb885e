"""Text that was sent after a session had ended: carried through signing in, then offered again."""

import json
from dataclasses import dataclass

from flask import request

from hrcn_community.core.errors import NEVER_KEPT
from hrcn_community.core.web import safe_target

LONGEST = 500_000


@dataclass(frozen=True)
class Kept:
    """A form as it was sent: where to, and its fields."""

    action: str
    fields: tuple[tuple[str, str], ...]

    @property
    def as_text(self) -> str:
        return json.dumps({"action": self.action, "fields": self.fields}, ensure_ascii=False)


def keep_request() -> Kept | None:
    """Return what this request wanted to send, without secrets."""
    fields = tuple(
        (name, value) for name, value in request.form.items(multi=True) if name not in NEVER_KEPT
    )
    return Kept(request.path, fields) if fields else None


def kept_from_form() -> Kept | None:
    """Return what the sign-in form carries, or None where there is nothing or nothing sound."""
    try:
        given = json.loads(request.form.get("kept", "")[:LONGEST])
        fields = tuple((str(name), str(value)) for name, value in given["fields"])
        action = safe_target(given["action"], "")
    except (ValueError, KeyError, TypeError):
        return None
    return Kept(action, fields) if action and fields else None
