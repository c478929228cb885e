"""What was sent before somebody had proved who they are: carried along, then offered again."""

import json
from dataclasses import dataclass

from flask import request

from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.queries import audience_size
from hrcn_community.core.errors import NEVER_KEPT, WRITTEN
from hrcn_community.core.web import safe_target
from hrcn_community.site.drafted_places import ROOMS
from hrcn_community.site.pressed import deed_at
from hrcn_community.spaces.models import Space

LONGEST = 500_000
A_FEW_LETTERS = 40  # what is longer was written, whatever the field is called


@dataclass(frozen=True)
class Kept:
    """A form as it was sent: where to, and its fields."""

    action: str
    fields: tuple[tuple[str, str], ...]

    def first(self, name: str) -> str:
        """Return what stood in the field `name`, or ''."""
        return next((value for each, value in self.fields if each == name), "")

    @property
    def parts(self) -> list[tuple[str, str, bool]]:
        """Return the fields, each with whether somebody wrote in it and would look at it again."""
        return [
            (name, value, name in WRITTEN or len(value) > A_FEW_LETTERS or "\n" in value)
            for name, value in self.fields
        ]

    @property
    def is_written(self) -> bool:
        """Return whether there is a text to look at, not a button alone."""
        return any(is_text for _name, _value, is_text in self.parts)

    @property
    def deed(self) -> object:
        """Return the words of the button that was pressed, '' where it does not bear any of its own."""
        return deed_at(self.action)

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
    """Return what this request wanted to send, without secrets; a button that can be named is enough."""
    fields = tuple(
        (name, value) for name, value in request.form.items(multi=True) if name not in NEVER_KEPT
    )
    kept = Kept(request.path, fields)
    return kept if fields or kept.deed else None


def kept_from_form() -> Kept | None:
    """Return what the sign-in form carries, or None where there is nothing or nothing sound."""
    try:
        given = json.loads(request.form.get("kept", "")[:LONGEST])
        # JSON spells out a NUL, which would pass by the check of what is sent.
        fields = tuple((str(name), str(value).replace("\0", "")) for name, value in given["fields"])
        action = safe_target(given["action"], "")
    except (ValueError, KeyError, TypeError):
        return None
    return Kept(action, fields) if action else None
