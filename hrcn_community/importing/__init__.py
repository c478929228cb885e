"""Bringing along the memory of a network that talked elsewhere before, and giving it back to its authors."""
