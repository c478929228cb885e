"""Addresses of our own style sheets, scripts and pictures, each bearing the print of its content."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, url_for


def register_assets(app: Flask) -> None:
    """Give templates `asset('css/app.css')`, and let browsers keep such an address for a year."""
    folder = Path(app.static_folder or "static")
    app.jinja_env.globals["asset"] = lambda name: url_for(
        "static", filename=name, v=_print(folder / name, _changed(folder / name))
    )
    app.after_request(_keep)


def _keep(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code in {200, 304}:
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if "v" in request.args else "no-cache"
        )
    return response


def _changed(path: Path) -> int:
    return path.stat().st_mtime_ns if path.is_file() else 0


@cache
def _print(path: Path, changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if changed else "missing"
