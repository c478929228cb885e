"""Who is told of what happens in the room workshops, and in which words."""

WORDS: dict[str, str] = {}
