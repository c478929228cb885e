"""The web server: slow people cost no thread, too many are told so at once, ending is orderly.

waitress takes in a whole request before a thread sees it, and keeps a whole answer until it is read.
Why it and not another: docs/decisions/0001-web-server.md.
"""

import logging
import resource
import signal
import socket
import time
from collections.abc import Callable, Iterable, Sized
from typing import Any

from waitress import wasyncore
from waitress.server import create_server

THREADS = 8
MOST_WAITING = 200  # at some ten milliseconds a page, two seconds for the last in the queue
MOST_CONNECTIONS = 2000
PATIENCE_SECONDS = 3
FIRST_PORT_OF_ALL = 1024

Start = Callable[..., Any]


class PortTaken(Exception):
    """The port cannot be had, said in one sentence with its remedy."""


def open_port(port: int, host: str = "127.0.0.1") -> socket.socket:
    """Return a socket bound to `port`, not yet listening; raise PortTaken where that cannot be."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(1024)
    except PermissionError:
        listening.close()
        raise PortTaken(
            f"Port {port} is not open to you (it is below {FIRST_PORT_OF_ALL}); "
            "choose another: PORT=5001 make run"
        ) from None
    except OSError:
        listening.close()
        free = port + 1 if port < 65535 else 5001
        raise PortTaken(
            f"Port {port} is in use by another program; "
            f"end that one, or choose another port: PORT={free} make run"
        ) from None
    return listening


class Gate:
    """Answers 503 at once while too many wait behind a request, so that the queue stays short."""

    def __init__(self, app: Start, waiting: Sized, most: int = MOST_WAITING) -> None:
        self.app, self.waiting, self.most = app, waiting, most

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        if len(self.waiting) <= self.most or environ["PATH_INFO"] == "/healthz":
            return self.app(environ, start_response)
        start_response(
            "503 Service Unavailable",
            [
                ("Content-Type", "text/plain; charset=utf-8"),
                ("Retry-After", "5"),
                ("Cache-Control", "no-store"),
            ],
        )
        return [b"Too many people are here at this moment. Please try again in a few seconds.\n"]


def serve(app: Start, listening: socket.socket, *, behind_proxy: bool = False) -> None:
    """Answer requests until the process is told to end; then finish what was begun."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # the gate sees to the queue
    _allow_many_connections()
    connections: dict[int, Any] = {}
    server = create_server(
        app,
        map=connections,
        sockets=[listening],
        threads=THREADS,
        connection_limit=MOST_CONNECTIONS,
        backlog=1024,
        channel_timeout=60,
        cleanup_interval=10,
        asyncore_use_poll=True,
        max_request_body_size=64 * 1024 * 1024,  # the application says 413 in words, and earlier
        outbuf_high_watermark=64 * 1024 * 1024,  # no answer is larger: no thread waits for a reader
        clear_untrusted_proxy_headers=not behind_proxy,
        ident=None,
    )
    server.application = Gate(app, server.task_dispatcher.queue)  # type: ignore[union-attr]
    ending = _end_on_signal(server.pull_trigger)  # type: ignore[union-attr]
    while not ending:
        wasyncore.loop(timeout=10, use_poll=True, map=connections, count=1)
    _finish(server, connections)


def _finish(server: Any, connections: dict[int, Any]) -> None:
    """Take nobody in any more, and give those who are inside their answers."""
    server.del_channel()
    server.socket.close()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while _is_busy(server) and time.monotonic() < deadline:
        wasyncore.loop(timeout=0.1, use_poll=True, map=connections, count=1)
    server.task_dispatcher.shutdown(timeout=1)


def _is_busy(server: Any) -> bool:
    return any(
        channel.requests or channel.total_outbufs_len
        for channel in list(server.active_channels.values())
    )


def _end_on_signal(wake: Callable[[], None]) -> list[int]:
    """Return a list that is empty until the process is told to end."""
    told: list[int] = []

    def hear(number: int, _frame: object) -> None:
        told.append(number)
        wake()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, hear)
    return told


def _allow_many_connections() -> None:
    """Raise the number of open files as far as the system lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + 500
    if soft != resource.RLIM_INFINITY and soft < wanted:
        allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
