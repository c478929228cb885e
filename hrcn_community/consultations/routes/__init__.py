"""The addresses of the room: its pages, and one resource for each deed."""

from hrcn_community.consultations.routes import (
    before,
    deeds,
    drafting,
    experts,
    keeping,
    outcomes,
    pages,
    sending,
)
from hrcn_community.consultations.routes.blueprint import consultations

__all__ = [
    "before",
    "consultations",
    "deeds",
    "drafting",
    "experts",
    "keeping",
    "outcomes",
    "pages",
    "sending",
]
