"""The measurement: volume in a database of its own, two servers, and turns between them."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from flask_migrate import upgrade
from sqlalchemy import select

from config import read_settings
from hrcn_community.app import create_app
from hrcn_community.bench.client import Ask, Client, form
from hrcn_community.conversations.models import Conversation
from hrcn_community.core.db import db
from hrcn_community.demo.people import PASSWORD
from hrcn_community.demo.volume import LONGEST, load_volume
from hrcn_community.serve import open_port
from hrcn_community.spaces.models import Space

SEED = 1


@dataclass(frozen=True)
class Size:
    """How much is loaded and how often each page is asked for."""

    people: int
    threads: int
    posts: int
    longest: int
    rounds: int
    requests: int


QUICK = Size(people=200, threads=400, posts=4_000, longest=5_000, rounds=3, requests=40)
WHOLE = Size(people=1_000, threads=2_000, posts=20_000, longest=100_000, rounds=7, requests=150)


@dataclass(frozen=True)
class Loaded:
    """Addresses of public threads: one to read, one to reply in, and the longest with its last number."""

    thread: str
    other: str
    longest: str
    last: int


@dataclass(frozen=True)
class Figure:
    """What one page costs, for one kind of viewer."""

    page: str
    viewer: str
    cpu_ms: float
    bare_ms: float
    ratio: float
    rps: float
    p99_ms: float
    bytes: int
    rss_mb: float

    def as_dict(self) -> dict[str, str | float]:
        return asdict(self)


@dataclass(frozen=True)
class Page:
    name: str
    viewer: str
    ask: Ask


def measure(size: Size, tell: Callable[[str], None]) -> list[Figure]:
    """Return the figures of every page."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="hrcn-bench-")))
        environ = _environment(folder)
        tell(f"loading {size.people} people, {size.threads} threads, {size.posts} posts")
        tell(f"and one thread of {size.longest} posts")
        loaded = _load(environ, size)
        house = stack.enter_context(_served("house", environ, folder))
        bare = stack.enter_context(_served("bare", environ, folder))
        figures = []
        for page in _pages(house, loaded):
            tell(f"{page.name} ({page.viewer})")
            figures.append(_figure(page, house, bare, size))
        return figures


def _environment(folder: Path) -> dict[str, str]:
    """A database of its own, whatever the settings say: measuring must not fill anybody's house."""
    kept = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG"}}
    return kept | {
        "INSTANCE_PATH": str(folder),
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }


def _load(environ: dict[str, str], size: Size) -> Loaded:
    """Fill a new database; return where to look."""
    app = create_app(read_settings(environ))
    with app.app_context():
        upgrade()
        load_volume(size.people, size.threads, size.posts, SEED, longest=size.longest)
        found = db.session.scalars(
            select(Conversation.address)
            .join(Space, Space.id == Conversation.space_id)
            .where(Space.visibility == "public", Conversation.last_number >= 20)
            .order_by(Conversation.last_number, Conversation.id)
            .limit(2)
        ).all()
        longest = db.session.scalars(
            select(Conversation.address).where(Conversation.title == LONGEST)
        ).one()
        db.session.rollback()
        db.engine.dispose()
    return Loaded(found[0], found[1], longest, size.longest)


@contextmanager
def _served(kind: str, environ: dict[str, str], folder: Path) -> Iterator[Client]:
    listening = open_port(0)
    with (folder / f"{kind}.log").open("wb") as log:
        child = subprocess.Popen(  # noqa: S603 - our own program
            [
                sys.executable,
                "-m",
                "hrcn_community.bench.served",
                kind,
                str(listening.fileno()),
            ],
            env=environ,
            pass_fds=[listening.fileno()],
            stderr=log,
        )
        try:
            yield _ready(Client(listening.getsockname()[1]))
        finally:
            listening.close()
            child.terminate()
            child.wait(10)


def _ready(client: Client) -> Client:
    """The socket hears already, so the first answer comes when the application stands."""
    client.usage()
    return client


def _pages(house: Client, loaded: Loaded) -> list[Page]:
    thread, longest = loaded.thread, loaded.longest
    cookies, token = house.sign_in(f"volume-{SEED}-0@example.org", PASSWORD)
    both = [
        ("home", "/"),
        ("threads", "/threads"),
        ("thread", thread),
        ("long thread, opening", longest),
        ("long thread, middle", f"{longest}?post={loaded.last // 2}"),
        ("long thread, end", f"{longest}?post={loaded.last}"),
        ("long thread, best", f"{longest}/summary"),
        ("search rare", "/search?q=damp"),
        ("search common", "/search?q=rights"),
        ("search prefix", "/search?q=ho*"),
    ]
    pages = []
    for name, path in both:
        pages.append(Page(name, "public", Ask("GET", path)))
        pages.append(Page(name, "member", Ask("GET", path, {"Cookie": cookies})))
    print_ = house.ask(Ask("GET", thread))[0].headers.get("ETag", "")
    pages.append(Page("thread unchanged", "public", Ask("GET", thread, {"If-None-Match": print_})))
    pages += _bells(house, cookies)
    fields = {"csrf_token": token, "form_token": "{n}", "body": "We tried **that**, and it held."}
    pages.append(Page("reply", "member", form("POST", f"{loaded.other}/replies", cookies, fields)))
    return pages


def _bells(house: Client, cookies: str) -> list[Page]:
    """The figure of what is new, as a page asks for it: as news, and as what it shows already."""
    asked = Ask("GET", "/notifications/count", {"Cookie": cookies})
    held = {"If-None-Match": house.ask(asked)[0].headers.get("ETag", "")}
    again = Ask(asked.method, asked.path, {**asked.headers, **held})
    return [Page("bell", "member", asked), Page("bell unchanged", "member", again)]


def _figure(page: Page, house: Client, bare: Client, size: Size) -> Figure:
    """Ask the house and the bare route by turns; what disturbs the machine disturbs both."""
    first = house.repeat(page.ask, 20)  # fills caches, as a house that is lived in has them filled
    if not first.statuses <= {200, 303, 304}:
        raise RuntimeError(f"{page.name} for {page.viewer} answered {first.statuses}")
    beside = Ask(page.ask.method, "/same", page.ask.headers, page.ask.body)
    bare.ask(Ask("PUT", "/same", body=first.body.decode()))
    bare.repeat(beside, 20)
    costs, bare_costs, seconds, elapsed = [], [], [], 0.0
    for _ in range(size.rounds):
        cost, told = _cost(house, page.ask, size.requests)
        bare_cost, _told = _cost(bare, beside, size.requests)
        costs.append(cost)
        bare_costs.append(bare_cost)
        seconds += told.seconds
        elapsed += told.elapsed
        time.sleep(0.02)
    ratios = [cost / bare_cost for cost, bare_cost in zip(costs, bare_costs, strict=True)]
    return Figure(
        page=page.name,
        viewer=page.viewer,
        cpu_ms=round(median(costs), 2),
        bare_ms=round(median(bare_costs), 2),
        ratio=round(median(ratios), 1),
        rps=round(len(seconds) / elapsed, 1),
        p99_ms=round(sorted(seconds)[int(len(seconds) * 0.99)] * 1000, 1),
        bytes=len(first.body),
        rss_mb=round(house.usage()["rss_mb"], 1),
    )


def _cost(client: Client, ask: Ask, times: int):
    before = client.usage()["cpu_ms"]
    told = client.repeat(ask, times)
    return (client.usage()["cpu_ms"] - before) / len(told.seconds), told
