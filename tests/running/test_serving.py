"""The web server: says no early, and finishes what was begun."""

import http.client
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config import ROOT
from hrcn_community.serve import Gate, PortTaken, open_port

SLOW_APP = """
import socket, sys, time
from hrcn_community.serve import serve
def app(environ, start_response):
    time.sleep(1)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"done"]
serve(app, socket.socket(fileno=int(sys.argv[1])))
"""
# As a proxy passes them on: of both kinds, in whatever form, and where a client made some up.
ADDRESSES = (
    "203.0.113.77",
    "2001:db8:77:1234::99",
    "198.51.100.23, 203.0.113.78",
    "::ffff:203.0.113.79",
)


def _answer(gate: Gate, path: str = "/threads") -> tuple[str, dict[str, str]]:
    told: list[tuple[str, dict[str, str]]] = []
    list(gate({"PATH_INFO": path}, lambda status, headers: told.append((status, dict(headers)))))
    return told[0]


def _app(_environ: object, start_response) -> list[bytes]:
    start_response("200 OK", [])
    return [b"a page"]


def test_a_short_queue_is_let_through():
    assert _answer(Gate(_app, [1, 2], most=2))[0] == "200 OK"


def test_a_long_queue_is_told_to_come_back():
    status, headers = _answer(Gate(_app, [1, 2, 3], most=2))
    assert status == "503 Service Unavailable"
    assert headers["Retry-After"] == "5"
    assert headers["Cache-Control"] == "no-store"


def test_whoever_watches_the_process_is_always_answered():
    assert _answer(Gate(_app, [1, 2, 3], most=2), "/healthz")[0] == "200 OK"


def test_a_port_in_use_is_named():
    with open_port(0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {port} is in use"):
            open_port(port)


def test_a_request_that_was_begun_is_answered_although_the_server_was_told_to_end():
    with open_port(0) as listening:
        child = subprocess.Popen(
            [sys.executable, "-c", SLOW_APP, str(listening.fileno())],
            pass_fds=[listening.fileno()],
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        )
        port = listening.getsockname()[1]
        first = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        first.request("GET", "/")
        assert first.getresponse().read() == b"done"
        second = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        second.request("GET", "/")
        time.sleep(0.4)
        child.send_signal(signal.SIGTERM)
        assert second.getresponse().read() == b"done"
        assert child.wait(8) == 0
        first.close()
        second.close()


@pytest.mark.heavy
def test_several_processes_share_one_port_end_together_and_write_no_address_down(tmp_path: Path):
    with open_port(0) as free:
        port = free.getsockname()[1]
    words = ["serve", "--port", str(port), "--processes", "2"]
    written = (tmp_path / "said").open("w")
    child = subprocess.Popen(
        [sys.executable, "-m", "hrcn_community.cli", *words],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "INSTANCE_PATH": str(tmp_path),
            "TRUSTED_PROXIES": "1",
        },
        stderr=written,
    )
    try:
        assert _healthz(port) == 200
        answers = [_asked_by(port, address) for address in (*ADDRESSES, "no address at all")]
    finally:
        child.terminate()
        assert child.wait(30) == 0
        written.close()
    with open_port(port):
        pass  # nobody holds it any more
    said = (tmp_path / "said").read_text()
    assert said.count('"endpoint"') >= len(answers)
    assert "Traceback" in said, "there is no table to be read, and that is said at length"
    assert [address for address in ADDRESSES if address in said] == []


def _asked_by(port: int, address: str) -> int:
    """Ask for a page and for one that is not there, as a proxy passes it on for that address."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    for path in ("/", f"/nowhere?from={address}".replace(" ", "")):
        heard = {"X-Forwarded-For": address, "Forwarded": f"for={address}", "User-Agent": address}
        connection.request("GET", path, headers=heard)
        status = connection.getresponse()
        status.read()
    connection.close()
    return status.status


def _healthz(port: int) -> int:
    for _ in range(300):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    return 0
