"""Who is told of what happens in the room knowledge, and in which words."""

WORDS: dict[str, str] = {}
