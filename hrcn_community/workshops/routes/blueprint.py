"""The blueprint that the addresses of workshops share."""

from flask import Blueprint

workshops = Blueprint("workshops", __name__)
