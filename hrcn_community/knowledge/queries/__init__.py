"""What the room shows, by noun."""

from hrcn_community.knowledge.queries.practices import waiting

__all__ = ["waiting"]
