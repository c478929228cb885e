"""A folder of JSON files: topics with their posts, more posts, categories, people, in whatever files."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hrcn_community.core.text import one_line
from hrcn_community.importing.guarding import guarded
from hrcn_community.importing.index import Index
from hrcn_community.importing.report import Report

TABLES = (
    "CREATE TABLE topics (id INTEGER PRIMARY KEY, told TEXT)",
    "CREATE TABLE posts (id INTEGER PRIMARY KEY, topic INT, number INT, has_raw INT, told TEXT)",
    "CREATE INDEX by_topic ON posts (topic, number)",
    "CREATE TABLE categories (id INTEGER PRIMARY KEY, told TEXT)",
    "CREATE TABLE people (username TEXT PRIMARY KEY, name TEXT, email TEXT) WITHOUT ROWID",
)
LARGEST = 256 << 20
DEEPEST, LONGEST_NUMBER = 12, 15
OF_TOPIC = ("title", "created_at", "category_id", "archetype", "closed", "visible", "deleted_at")
OF_POST = (
    "id", "topic_id", "post_number", "post_type", "username", "name", "created_at", "raw", "cooked",
    "hidden", "deleted_at", "user_deleted", "reply_to_post_number",
)  # fmt: skip
OF_CATEGORY = ("name", "read_restricted", "parent_category_id")


class Folder(Index):
    """Everything that the files say, by its id."""

    def __init__(self, report: Report) -> None:
        super().__init__(*TABLES)
        self.report = report

    def read(self, folder: Path) -> Iterator[int]:
        """Read every file; yield its size. What is no JSON is reported, and the others go on."""
        for path in sorted(folder.rglob("*.json")):
            size = path.stat().st_size
            self._read(path, size, str(path.relative_to(folder)))
            yield size

    def topics(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield every topic that has posts, described or not."""
        ids = self.rows.execute("SELECT DISTINCT topic FROM posts ORDER BY topic")
        for (id_,) in ids:
            yield id_, self.topic(id_)

    def topic(self, id_: int) -> dict[str, Any]:
        return _told(self.one("SELECT told FROM topics WHERE id = ?", id_))

    def category(self, id_: int) -> dict[str, Any]:
        return _told(self.one("SELECT told FROM categories WHERE id = ?", id_))

    def posts(self, topic: int) -> Iterator[dict[str, Any]]:
        rows = self.rows.execute(
            "SELECT told FROM posts WHERE topic = ? ORDER BY number, id", (topic,)
        )
        return (json.loads(told) for (told,) in rows)

    def post_at(self, topic: int, number: int) -> dict[str, Any]:
        query = "SELECT told FROM posts WHERE topic = ? AND number = ? ORDER BY id LIMIT 1"
        return _told(self.one(query, topic, number))

    def person(self, username: str) -> tuple[str, str]:
        """Return name and address of a user, as far as the files know them."""
        query = "SELECT name, email FROM people WHERE username = ?"
        return self.one(query, one_line(username).lower()) or ("", "")

    def _read(self, path: Path, size: int, item: str) -> None:
        if size > LARGEST:
            self.report.skip(item, f"a file of more than {LARGEST >> 20} MB is not read")
            return
        try:
            told = json.loads(path.read_bytes(), parse_int=_number)
        except (ValueError, RecursionError):
            self.report.skip(item, "it is no sound JSON")
            return
        waiting: list[tuple[Any, int, int]] = [(told, 0, 0)]
        while waiting:
            value, depth, topic = waiting.pop()
            if depth <= DEEPEST:
                with guarded(self.report, item):
                    found = self._see(value, topic)
                    waiting += [(each, depth + 1, topic_) for each, topic_ in found]

    def _see(self, value: Any, topic: int) -> list[tuple[Any, int]]:
        """Note what `value` is, within the topic of that id; return what is to be looked at in it."""
        if isinstance(value, list):
            return [(each, topic) for each in value if isinstance(each, dict | list)]
        if not isinstance(value, dict):
            return []
        if "post_number" in value and ("raw" in value or "cooked" in value):
            self._note_post(value, topic)
            return []
        topic = self._note(value) or topic
        return [(each, topic) for each in value.values() if isinstance(each, dict | list)]

    def _note(self, value: dict[str, Any]) -> int:
        """Note a topic, a category or a user; return the id of the topic that it is, or holds posts of."""
        id_ = value.get("id")
        if "title" in value and {"posts_count", "post_stream", "archetype"} & value.keys():
            return self._note_topic(value)
        if "read_restricted" in value and isinstance(id_, int):
            self._keep("categories", id_, _only(value, OF_CATEGORY))
        elif isinstance(value.get("username"), str):
            self._note_person(value)
        elif "post_stream" in value and isinstance(id_, int):
            return id_
        return 0

    def _note_topic(self, value: dict[str, Any]) -> int:
        if not isinstance(value.get("id"), int):
            return 0
        details = value.get("details")
        allowed = details.get("allowed_users") if isinstance(details, dict) else None
        people = allowed if isinstance(allowed, list) else []
        names = [each.get("username") for each in people if isinstance(each, dict)]
        seats = [name for name in names if isinstance(name, str)]
        told = _only(value, OF_TOPIC) | ({"seats": seats} if seats else {})
        self._keep("topics", value["id"], self.topic(value["id"]) | told)
        return value["id"]

    def _note_person(self, value: dict[str, Any]) -> None:
        name, email = self.person(value["username"])
        new = [
            one_line(str(value.get(key) or old)) for key, old in (("name", name), ("email", email))
        ]
        row = (one_line(value["username"]).lower(), *new)
        self.rows.execute("INSERT OR REPLACE INTO people VALUES (?, ?, ?)", row)

    def _note_post(self, value: dict[str, Any], topic: int) -> None:
        """Note a post. Of two that tell of one, the one with its source is kept."""
        id_, number = value.get("id"), value.get("post_number")
        topic_id = value.get("topic_id") or topic
        if not all(isinstance(each, int) for each in (id_, number, topic_id)) or not topic_id:
            self.report.skip(f"post {id_}", "it does not say where it stands")
            return
        known = self.one("SELECT has_raw FROM posts WHERE id = ?", id_)
        has_raw = isinstance(value.get("raw"), str)
        if known and known[0] >= has_raw:
            return
        told = json.dumps(_only(value, OF_POST) | {"topic_id": topic_id})
        row = id_, topic_id, number, int(has_raw), told
        self.rows.execute("INSERT OR REPLACE INTO posts VALUES (?, ?, ?, ?, ?)", row)
        if value.get("topic_title") and value.get("category_id") and not self.topic(topic_id):
            seen = {"title": value["topic_title"], "category_id": value["category_id"]}
            self._keep("topics", topic_id, seen)

    def _keep(self, table: str, id_: int, told: dict[str, Any]) -> None:
        self.rows.execute(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", (id_, json.dumps(told)))  # noqa: S608


def _number(digits: str) -> int:
    """Return a number that a row can have; none of a forum is longer."""
    return int(digits) if len(digits) <= LONGEST_NUMBER else 0


def _only(value: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value[name] for name in names if name in value}


def _told(row: Any) -> dict[str, Any]:
    return json.loads(row[0]) if row else {}
