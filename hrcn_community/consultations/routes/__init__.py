"""The addresses of the room: its pages, and one resource for each deed."""

from hrcn_community.consultations.routes import (
    availability,
    calendar,
    deeds,
    desk,
    existing,
    experts,
    figures,
    keeping,
    leading,
    pages,
)
from hrcn_community.consultations.routes.blueprint import consultations

__all__ = [
    "availability",
    "calendar",
    "consultations",
    "deeds",
    "desk",
    "existing",
    "experts",
    "figures",
    "keeping",
    "leading",
    "pages",
]
