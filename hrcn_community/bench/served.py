"""What is measured: `python -m hrcn_community.bench.served house|bare FD`, one process under our server.

Beside its pages each process answers /-/usage, so that its costs are its own figures: the CPU time that
the process itself has used, which no clock on the wall and no other program disturbs.
"""

import json
import logging
import resource
import socket
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

from hrcn_community.app import create_app
from hrcn_community.serve import serve

App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Measured:
    """An application that also tells what its process has used."""

    def __init__(self, app: App) -> None:
        self.app = app

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/-/usage":
            return self.app(environ, start_response)
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps({"cpu_ms": time.process_time() * 1000, "rss_mb": rss_mb()}).encode()]


def rss_mb() -> float:
    """Return the memory that this process has in use (where the system does not say: had at most)."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * resource.getpagesize() / 2**20
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)


def bare_app() -> Flask:
    """Return an application with one route: what was put under a name is what it answers."""
    app = Flask("bare")
    kept: dict[str, bytes] = {}

    @app.put("/<name>")
    def keep(name: str) -> str:
        kept[name] = request.get_data()
        return ""

    @app.route("/<name>", methods=["GET", "POST"])
    def answer(name: str) -> Response:
        return Response(kept[name], content_type="text/html; charset=utf-8")

    return app


def main() -> None:
    """Serve the house or the bare route at an open socket."""
    logging.disable(logging.INFO)
    kind, fd = sys.argv[1:]
    app = create_app() if kind == "house" else bare_app()
    serve(Measured(app), socket.socket(fileno=int(fd)))


if __name__ == "__main__":
    main()
