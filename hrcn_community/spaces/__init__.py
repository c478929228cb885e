"""Where people meet. A space is one audience: being inside is being able to read."""
