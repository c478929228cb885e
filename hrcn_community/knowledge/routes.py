"""The pages of the room knowledge."""

from flask import Blueprint

knowledge = Blueprint("knowledge", __name__)
