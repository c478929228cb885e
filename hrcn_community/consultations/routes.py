"""The pages of the room consultations."""

from flask import Blueprint

consultations = Blueprint("consultations", __name__)
