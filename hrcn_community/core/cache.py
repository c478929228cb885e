"""A small memory in each process for what is dear to make, keyed by everything it is made from.

Templates say `{% kept 'post', post.print %}...{% endkept %}`: what stands between is rendered once for
each key and language. Nothing that depends on who is looking may stand there, unless it is in the key.
A key is never invalidated: another version is another key, and the oldest are forgotten. All of it is
forgotten when another day begins, so that no process knows for longer who was erased.
"""

import threading
import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from flask import Flask, current_app, g
from flask_babel import get_locale
from jinja2 import Undefined, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup

from hrcn_community.core import clock

T = TypeVar("T")


class Memory:
    """Values by key until their sizes add up to `most`; the oldest go first. Safe under threads."""

    def __init__(self, most: int, size: Callable[[Any], int] = lambda _: 1) -> None:
        self.most, self.size, self.used = most, size, 0
        self._values: dict[Hashable, Any] = {}
        self._day = clock.today()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Any:
        """Return what was kept under `key` today, or None."""
        if self._day != (today := clock.today()):
            self._day = today
            self.forget()
        return self._values.get(key)

    def keep(self, key: Hashable, value: Any) -> None:
        with self._lock:
            self._drop(key)
            self._values[key] = value
            self.used += self.size(value)
            while self.used > self.most and self._values:
                self._drop(next(iter(self._values)))

    def drop(self, key: Hashable) -> None:
        """Forget what is kept under `key`."""
        with self._lock:
            self._drop(key)

    def forget(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()
            self.used = 0

    def _drop(self, key: Hashable) -> None:
        if key in self._values:
            self.used -= self.size(self._values.pop(key))


fragments = Memory(most=24 * 2**20, size=len)  # characters
lately = Memory(most=1_000)


def for_a_while(key: Hashable, seconds: int, make: Callable[[], T]) -> T:
    """Return what `make` made for `key` at most so many seconds ago: where a little old is true enough."""
    kept = lately.get(key)
    if kept is None or kept[0] < time.monotonic() - seconds:
        kept = time.monotonic(), make()
        lately.keep(key, kept)
    return kept[1]


def register_cache(app: Flask) -> None:
    """Teach templates `{% kept KEY %}`."""
    app.jinja_env.add_extension(Kept)


class Kept(Extension):
    """`{% kept 'name', value, ... %}` renders once for each tuple of values; with an undefined one, always."""

    tags = {"kept"}

    def parse(self, parser: Parser) -> nodes.Node:
        line = next(parser.stream).lineno
        key = parser.parse_tuple()
        body = parser.parse_statements(("name:endkept",), drop_needle=True)
        return nodes.CallBlock(self.call_method("kept", [key]), [], [], body).set_lineno(line)

    def kept(self, key: Any, caller: Callable[[], str]) -> str:
        parts = [
            tuple(part) if isinstance(part, list) else part
            for part in (key if isinstance(key, tuple) else (key,))
        ]
        if current_app.debug or any(isinstance(part, Undefined) for part in parts):
            return caller()
        whole = (_language(), *parts)
        found = fragments.get(whole)
        if found is None:
            found = Markup(caller())  # noqa: S704 - a rendered part of a template
            fragments.keep(whole, found)
        return found


def _language() -> str:
    """Return the language of this page, asked once for all its fragments."""
    if "language_of_page" not in g:
        g.language_of_page = str(get_locale())
    return g.language_of_page
