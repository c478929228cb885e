"""The pages of threads."""

from flask import Blueprint

discussions = Blueprint("discussions", __name__)
