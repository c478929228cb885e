"""Files as Discourse gives them: topics with their posts, categories, people."""

from typing import Any


def a_post(id_: int, number: int, raw: str | None = "Some words.", **more: Any) -> dict[str, Any]:
    username = more.pop("username", "amina")
    told = {
        "id": id_,
        "post_number": number,
        "post_type": 1,
        "username": username,
        "name": username.capitalize(),
        "created_at": f"2015-03-{number:02}T10:00:00.000Z",
        "cooked": f"<p>{raw}</p>",
        "hidden": False,
        "user_deleted": False,
        "deleted_at": None,
    }
    return told | ({"raw": raw} if raw is not None else {}) | more


def a_topic(id_: int, *posts: dict[str, Any], **more: Any) -> dict[str, Any]:
    told = {
        "id": id_,
        "title": f"Topic {id_} on homes",
        "created_at": "2015-03-01T10:00:00.000Z",
        "posts_count": len(posts),
        "archetype": "regular",
        "category_id": 1,
        "closed": False,
        "visible": True,
        "deleted_at": None,
        "post_stream": {"posts": [post | {"topic_id": id_} for post in posts], "stream": []},
        "details": {"created_by": {"id": 1, "username": "amina", "name": "Amina"}},
    }
    return told | more


CATEGORIES = {
    "category_list": {
        "categories": [
            {"id": 1, "name": "Open", "read_restricted": False},
            {"id": 2, "name": "Board canary", "read_restricted": True},
            {"id": 3, "name": "Below the board", "read_restricted": False, "parent_category_id": 2},
        ]
    }
}


def a_user(username: str, email: str = "") -> dict[str, Any]:
    user = {"id": len(username), "username": username, "name": username.capitalize()}
    return {"user": user | ({"email": email} if email else {})}


def a_message(id_: int, *posts: dict[str, Any], between: tuple[str, ...]) -> dict[str, Any]:
    allowed = [{"id": n, "username": name} for n, name in enumerate(between, 1)]
    details = {"allowed_users": allowed, "allowed_groups": []}
    more = {"archetype": "private_message", "category_id": None, "details": details}
    return a_topic(id_, *posts, **more)
