"""The blueprint that pages and deeds share."""

from flask import Blueprint

consultations = Blueprint("consultations", __name__)
