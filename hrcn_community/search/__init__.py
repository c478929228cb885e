"""Finding posts by their words, only ever those that the viewer may read."""
