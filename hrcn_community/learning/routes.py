"""The pages of the room learning."""

from flask import Blueprint

learning = Blueprint("learning", __name__)
