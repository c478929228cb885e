"""What the room shows."""

from hrcn_community.workshops.queries.workshops import waiting

__all__ = ["waiting"]
