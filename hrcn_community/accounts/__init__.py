"""People, what they are inside, and how they sign in."""
