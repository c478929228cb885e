"""HRCN Community: one house for talking, learning, deliberating and getting advice."""

from hrcn_community.app import create_app

__all__ = ["create_app"]
