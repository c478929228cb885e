"""Who is told of what happens in the room consultations, and in which words."""

WORDS: dict[str, str] = {}
