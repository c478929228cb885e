"""Text that was sent after a session had ended: carried through signing in, then offered again."""

import json
from dataclasses import dataclass

from flask import request

from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.queries import audience_size
from hrcn_community.core.errors import NEVER_KEPT
from hrcn_community.core.web import safe_target
from hrcn_community.site.drafted_places import ROOMS
from hrcn_community.spaces.models import Space

LONGEST = 500_000


@dataclass(frozen=True)
class Kept:
    """A form as it was sent: where to, and its fields."""

    action: str
    fields: tuple[tuple[str, str], ...]

    def first(self, name: str) -> str:
        """Return what stood in the field `name`, or ''."""
        return next((value for each, value in self.fields if each == name), "")

    @property
    def as_text(self) -> str:
        return json.dumps({"action": self.action, "fields": self.fields}, ensure_ascii=False)


@dataclass(frozen=True)
class Destination:
    """Where a text would go, in words, the space where it is read, and how many read there."""

    words: str
    action: str
    space: Space
    audience: int


def destination(kept: Kept, *, viewer: AnyViewer) -> Destination | None:
    """Return where the text goes that is kept, if it says so and the place is open to `viewer`."""
    kind, _colon, ref = kept.first("place").partition(":")
    room = ROOMS.get(kind)
    subject = room and room.find(ref, viewer=viewer)
    if room is None or subject is None:
        return None
    about = getattr(subject, "thread", subject)
    title = about.name if isinstance(about, Space) else about.conversation.title
    space = subject if isinstance(subject, Space) else subject.space
    words = str(room.words) % {"title": title}
    return Destination(words, room.sent_to(ref), space, audience_size(space))


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
        # JSON spells out a NUL, which would pass by the check of what is sent.
        fields = tuple((str(name), str(value).replace("\0", "")) for name, value in given["fields"])
        action = safe_target(given["action"], "")
    except (ValueError, KeyError, TypeError):
        return None
    return Kept(action, fields) if action and fields else None
