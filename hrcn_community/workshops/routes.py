"""The pages of the room workshops."""

from flask import Blueprint

workshops = Blueprint("workshops", __name__)
