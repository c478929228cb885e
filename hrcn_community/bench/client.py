"""A client that keeps its connections, sends many requests and times each."""

import http.client
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlencode

HANDS = 2  # as many as the smallest machine has cores: more would only wait for each other


@dataclass(frozen=True)
class Ask:
    """One request, repeated; `{n}` in the body becomes another number each time."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""


@dataclass(frozen=True)
class Told:
    """What came of many requests: their times in seconds, the statuses, the bytes of one answer."""

    seconds: list[float]
    elapsed: float
    statuses: set[int]
    body: bytes


class Client:
    """Speaks to one server on this machine."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.sent = 0

    def ask(self, ask: Ask) -> tuple[http.client.HTTPResponse, bytes]:
        """Send one request over a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            return _send(connection, ask, self._next())
        finally:
            connection.close()

    def usage(self) -> dict[str, float]:
        return json.loads(self.ask(Ask("GET", "/-/usage"))[1])

    def repeat(self, ask: Ask, times: int) -> Told:
        """Send `ask` so often, a few at a time."""
        began = time.perf_counter()
        with ThreadPoolExecutor(HANDS) as pool:
            hands = list(pool.map(lambda _: self._one_hand(ask, times // HANDS), range(HANDS)))
        elapsed = time.perf_counter() - began
        seconds = [second for hand in hands for second in hand[0]]
        return Told(seconds, elapsed, set().union(*(hand[1] for hand in hands)), hands[0][2])

    def sign_in(self, email: str, password: str) -> tuple[str, str]:
        """Return the cookies of a person and the token that their forms bear."""
        response, page = self.ask(Ask("GET", "/sign-in"))
        form = {"csrf_token": _token(page), "email": email, "password": password}
        cookies = _cookies(response)
        answer, _ = self.ask(Ask("POST", "/sign-in", {"Cookie": cookies, **_FORM}, urlencode(form)))
        cookies = _cookies(answer)
        response, page = self.ask(Ask("GET", "/threads/new", {"Cookie": cookies}))
        return _cookies(response) or cookies, _token(
            page
        )  # the session holds the token from now on

    def _one_hand(self, ask: Ask, times: int) -> tuple[list[float], set[int], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        seconds, statuses, body = [], set(), b""
        for _ in range(times):
            began = time.perf_counter()
            response, body = _send(connection, ask, self._next())
            seconds.append(time.perf_counter() - began)
            statuses.add(response.status)
        connection.close()
        return seconds, statuses, body

    def _next(self) -> int:
        self.sent += 1
        return self.sent


_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def form(method: str, path: str, cookies: str, fields: dict[str, str]) -> Ask:
    """Return a request that sends a form."""
    return Ask(method, path, {"Cookie": cookies, **_FORM}, urlencode(fields, safe="{}"))


def _send(
    connection: http.client.HTTPConnection, ask: Ask, number: int
) -> tuple[http.client.HTTPResponse, bytes]:
    body: Any = ask.body.replace("{n}", str(number)).encode() or None
    connection.request(ask.method, ask.path, body, ask.headers)
    response = connection.getresponse()
    return response, response.read()


def _token(page: bytes) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.decode())
    return unescape(found[1]) if found else ""


def _cookies(response: http.client.HTTPResponse) -> str:
    given = response.headers.get_all("Set-Cookie") or []
    return "; ".join(cookie.partition(";")[0] for cookie in given)
