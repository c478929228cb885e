"""The addresses of posts, whatever room they stand in."""

from flask import Blueprint

posts = Blueprint("posts", __name__)
