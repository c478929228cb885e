"""A Discourse forum, as its JSON tells of it."""
