"""What the room shows."""

from hrcn_community.workshops.queries.waiting import waiting

__all__ = ["waiting"]
