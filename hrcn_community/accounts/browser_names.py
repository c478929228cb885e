"""A browser and its system in two words that a person knows."""


def browser_words(agent: str) -> str:
    """Return what a browser says of itself in two words, '' where they are unknown."""
    return " · ".join(name for name in (_first(agent, BROWSERS), _first(agent, SYSTEMS)) if name)


# In this order: Edge also says Chrome, Chrome also says Safari, Android also says Linux.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def _first(agent: str, names: dict[str, str]) -> str:
    return next((name for mark, name in names.items() if mark in agent), "")
