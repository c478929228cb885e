"""The addresses of the room: its pages, and one resource for each deed."""

from hrcn_community.consultations.routes import (
    declaring,
    deeds,
    experts,
    keeping,
    matching,
    pages,
)
from hrcn_community.consultations.routes.blueprint import consultations

__all__ = [
    "consultations",
    "declaring",
    "deeds",
    "experts",
    "keeping",
    "matching",
    "pages",
]
