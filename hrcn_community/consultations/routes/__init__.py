"""The addresses of the room: its pages, and one resource for each deed."""

from hrcn_community.consultations.routes import (
    availability,
    calendar,
    declaring,
    deeds,
    desk,
    existing,
    experts,
    figures,
    keeping,
    leading,
    matching,
    pages,
    papers,
    versions,
    work,
)
from hrcn_community.consultations.routes.blueprint import consultations

__all__ = [
    "availability",
    "calendar",
    "consultations",
    "declaring",
    "deeds",
    "desk",
    "existing",
    "experts",
    "figures",
    "keeping",
    "leading",
    "matching",
    "pages",
    "papers",
    "versions",
    "work",
]
