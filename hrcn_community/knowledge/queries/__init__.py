"""What the room shows, by noun."""

from hrcn_community.knowledge.queries.shelf import waiting

__all__ = ["waiting"]
