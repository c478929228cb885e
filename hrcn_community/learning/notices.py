"""Who is told of what happens in the room learning, and in which words."""

WORDS: dict[str, str] = {}
