"""The addresses of the room: its pages, and one resource for each deed."""

from hrcn_community.consultations.routes import deeds, experts, keeping, pages, publishing
from hrcn_community.consultations.routes.blueprint import consultations

__all__ = ["consultations", "deeds", "experts", "keeping", "pages", "publishing"]
