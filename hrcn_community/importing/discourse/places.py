"""Which part of a forum a topic belongs to, who could read it there, and what is left behind."""

from dataclasses import dataclass
from typing import Any

from hrcn_community.importing.discourse.folder import Folder
from hrcn_community.importing.places import WHOLE

WHISPER, OF_THE_SOFTWARE = 4, 3
DEEPEST = 5


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
    return _of_category(folder, topic.get("category_id"), private=private)


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
    """Return the part of a category; one that is not described may have been restricted, so it counts so."""
    above, title = id_, ""
    for _ in range(DEEPEST):
        if not isinstance(above, int):
            return Part()
        category = folder.category(above)
        title = title or str(category.get("name") or f"category {id_}")
        if not category or category.get("read_restricted"):
            why = "its category was restricted" if category else "its category is nowhere described"
            return Part(f"category {id_}", title, "" if private else why)
        above = category.get("parent_category_id")
    return Part()
