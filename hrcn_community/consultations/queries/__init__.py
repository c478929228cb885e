"""What the room consultations shows, always through a viewer."""

from hrcn_community.consultations.queries.lists import waiting

__all__ = ["waiting"]
