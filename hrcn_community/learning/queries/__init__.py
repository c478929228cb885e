"""What the room learning shows."""

from hrcn_community.learning.queries.progress import waiting

__all__ = ["waiting"]
