"""Telling people what happened: notices in the app, and mail."""
