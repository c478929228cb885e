"""Which part of a forum a topic belongs to, who could read it there, and what is left behind."""

from dataclasses import dataclass
from typing import Any

from hrcn_community.importing.discourse.folder import Folder
from hrcn_community.importing.places import WHOLE

WHISPER, OF_THE_SOFTWARE = 4, 3
DEEPEST = 5
UNKNOWN = "its category is nowhere described"


@dataclass(frozen=True)
class Part:
    """'' for what everybody read there; else what only some did. `why` says why it stays behind."""

    name: str = WHOLE
    title: str = ""
    why: str = ""
    is_message: bool = False


def part_of(folder: Folder, id_: int, topic: dict[str, Any], *, private: bool) -> Part:
    """Return where a topic belongs; of what only some could read the whole comes along if `private`."""
    if topic.get("deleted_at"):
        return Part(why="its topic was deleted")
    if topic.get("visible") is False:
        return Part(why="its topic was not listed")
    title = str(topic.get("title") or "")
    if topic.get("archetype") == "private_message":
        why = "" if private else "it is a private message"
        return Part(f"topic {id_}", title, why, is_message=True)
    if not topic:
        return Part(why="its topic is nowhere described")
    category = topic.get("category_id")
    if category is None and topic.get("archetype") == "regular":
        return Part()
    return _of_category(folder, category, private=private)


def why_left(post: dict[str, Any]) -> str:
    """Say why a post is left behind whatever its topic is; '' where it is not."""
    if post.get("deleted_at") or post.get("user_deleted"):
        return "it was deleted"
    if post.get("hidden"):
        return "it was hidden"
    if post.get("post_type") == WHISPER:
        return "it was whispered among the staff"
    return "it is a line of the software" if post.get("post_type") == OF_THE_SOFTWARE else ""


def _of_category(folder: Folder, id_: Any, *, private: bool) -> Part:
    """Return the part of a category; one that is not described may have been restricted, so it counts so.

    So does one that stands below more others than there are.
    """
    above: Any = id_
    title = ""
    for _ in range(DEEPEST):
        category = folder.category(above) if isinstance(above, int) else {}
        title = title or str(category.get("name") or "")
        if not category or category.get("read_restricted"):
            why = "its category was restricted" if category else UNKNOWN
            return Part(_name(id_), title or _name(id_), "" if private else why)
        above = category.get("parent_category_id")
        if above is None:
            return Part()
    return Part(_name(id_), title, "" if private else UNKNOWN)


def _name(id_: Any) -> str:
    return f"category {id_}" if isinstance(id_, int) else "category"
