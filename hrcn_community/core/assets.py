"""Addresses of our own style sheets, scripts and pictures, which bear the print of the whole tree.

A style sheet imports others by relative address, and so does a script: with the print in the path
they carry it too, and a browser may keep every one of them for a year.
"""

import hashlib
from pathlib import Path

from flask import Flask, Response, send_from_directory

from config import ROOT

FOR_A_YEAR = 365 * 24 * 3600


def register_assets(app: Flask) -> None:
    """Give templates `asset('css/app.css')`, and serve what it names."""
    folder = Path(app.static_folder or "static")
    base = f"/static/v-{tree_print(folder)}/"
    app.config["RELEASE"] = f"{base} {_code_print()}"

    def kept_asset(print_: str, name: str) -> Response:
        answer = send_from_directory(folder, name, max_age=FOR_A_YEAR)
        answer.cache_control.public = answer.cache_control.immutable = True
        return answer

    kept_asset.permission = None  # type: ignore[attr-defined] # anyone may have it
    app.add_url_rule("/static/v-<print_>/<path:name>", "kept_asset", kept_asset)
    app.jinja_env.globals["asset"] = lambda name: base + name


def _code_print() -> str:
    """Return a name for this state of templates and program, which every page is made by."""
    content = hashlib.sha256()
    for folder, ending in (("templates", "*.html"), ("hrcn_community", "*.[pm][yo]")):
        for path in sorted((ROOT / folder).rglob(ending)):
            content.update(path.read_bytes())
    return content.hexdigest()[:12]


def tree_print(folder: Path) -> str:
    """Return a name for the content of every file below `folder`."""
    content = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if (
            path.is_file() and "icons" not in path.parts
        ):  # a thousand drawings, served as one sprite
            content.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return content.hexdigest()[:12]
