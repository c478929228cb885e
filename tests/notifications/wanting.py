"""How people say that they want to be told, as tests need it."""

from typing import Any

from hrcn_community.notifications.topics import TOPICS

PAGE = "/settings/notices"


def chosen(**changed: Any) -> dict[str, Any]:
    """Return the form of the settings as everybody has it at first, with these fields changed.

    `app_reply=None` leaves a box unticked.
    """
    form = {
        "rhythm": "daily",
        "hour": "8",
        "weekday": "0",
        "quiet_from": "22",
        "quiet_to": "7",
        **{f"app_{topic}": "y" for topic in TOPICS},
        **{f"mail_{topic}": told.by_mail for topic, told in TOPICS.items()},
    }
    return {name: value for name, value in (form | changed).items() if value is not None}


def choose(person, **changed: Any):
    """Let somebody save their choices; return the answer."""
    return person.browser.post(PAGE, chosen(**changed))


def wants(person, thing, level: str):
    """Let somebody say how much they want to be told of a thread or a space; return the answer."""
    address = getattr(thing, "address", None) or f"/spaces/{thing.slug}"
    return person.browser.post(f"{address}/level", level=level)
