"""The addresses of the room, by noun."""

from hrcn_community.workshops.routes import pages, seats, statements
from hrcn_community.workshops.routes.blueprint import workshops

__all__ = ["pages", "seats", "statements", "workshops"]
