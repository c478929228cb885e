"""Who may, and where, as people read it: docs/permissions.md and `hrcn routes`."""

from collections.abc import Iterator

from flask import Flask

from hrcn_community.access.permissions import Deed, every_permission
from hrcn_community.access.table import TABLE

HEAD = """# Who may do what

Made by `hrcn permissions` from `access/permissions.py`, `access/predicates.py` and `access/table.py`;
a test compares. Whoever satisfies one of the lines on the right may do what stands on the left.
What a person may not see does not exist for them: they meet a 404, never a refusal.
"""


def permissions_page() -> str:
    """Return the whole matrix as Markdown, grouped by room."""
    pieces, room = [HEAD], ""
    for permission in every_permission():
        if _room(permission) != room:
            room = _room(permission)
            pieces.append(
                f"\n## {room.capitalize()}\n\n| permission | lets one | who |\n|---|---|---|\n"
            )
        pieces.append(f"| `{permission}` | {permission.sentence} | {who(permission)} |\n")
    return "".join(pieces)


def who(permission: Deed) -> str:
    """Return in words whom the table lets do this."""
    return "; ".join(str(predicate.__doc__).splitlines()[0] for predicate in TABLE[permission])


def route_lines(app: Flask) -> Iterator[str]:
    """Return one line for every address of `app`: methods, address, permission."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        permission = getattr(app.view_functions[rule.endpoint], "permission", None)
        yield f"{methods:5} {rule.rule:55} {permission or 'public'}"


def _room(permission: Deed) -> str:
    return permission.partition(".")[0]
