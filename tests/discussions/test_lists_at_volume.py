"""Lists over ten thousand threads: as many statements as over a few, each by an index."""

import re
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.engine import Engine

from hrcn_community.conversations.models import Conversation
from hrcn_community.core.db import db
from tests.conftest import ON_POSTGRESQL
from tests.counting import count_queries
from tests.discussions.lists import a_register
from tests.factories import NETWORK, PUBLIC

MANY = 10_000
PAGES = (
    *(f"/threads?view={view}" for view in ("latest", "unread", "mine", "unanswered")),
    *(f"/threads?view=top&period={period}" for period in ("week", "month", "year")),
    "/threads?theme=housing&language=en&kind=question",
    "/threads/next-unread",
    "/threads/feed.atom",
    "feed",
    "/threads/similar?title=Insulation+of+homes",
    "space",
    "/",
)
# Tables that grow: a list may walk an index of theirs, never their rows one after the other.
GROWING = ("conversations", "threads", "posts", "read_states", "follows", "conversation_terms")
WALKED = re.compile(r"Seq Scan on (\w+)|SCAN (\w+)(?! USING)\b")


def test_lists_of_ten_thousand_threads_ask_as_little_as_of_two_and_by_an_index(app, world, cast):
    a_register(world)
    spaces = [world.space(PUBLIC), world.space(NETWORK)]
    threads = [world.thread(space, cast.amina, replies=[(cast.ben, "So.")]) for space in spaces]
    browser, places = (
        cast.amina.browser,
        {"space": (here := f"/spaces/{spaces[0].slug}"), "feed": f"{here}/feed.atom"},
    )
    few = _counts(app, browser, places, {})
    world.do(lambda: _fill(threads[0].conversation_id, cast.amina.id))
    statements: dict[str, Any] = {}
    assert _counts(app, browser, places, statements) == few
    assert max(few.values()) <= 12, few
    for page, sent in statements.items():
        for statement, values in sent:
            plan = world.ask(lambda s=statement, v=values: _plan(s, v))
            walked = {name for pair in WALKED.findall(plan) for name in pair}
            assert not walked & set(GROWING), f"{page}:\n{plan}"


def _counts(app, browser, places, statements: dict[str, Any]) -> dict[str, int]:
    """Return how many statements each page sends the second time, and collect its lists' own."""
    counts = {}
    for page in PAGES:
        path, sent = places.get(page, page), []
        browser.get(path)

        def note(_connection, _cursor, statement, values, _context, _many, sent=sent) -> None:
            if "conversations" in statement and statement.startswith(("SELECT", "WITH")):
                sent.append((statement, values))

        event.listen(Engine, "before_cursor_execute", note)
        with count_queries(app) as asked:
            assert browser.get(path).status_code in {200, 302}
        event.remove(Engine, "before_cursor_execute", note)
        counts[page] = len([each for each in asked if not each.startswith("BEGIN")])
        statements[page] = sent
    return counts


def _plan(statement: str, values: Any) -> str:
    """Return how a statement is answered; PostgreSQL walks a table only where no index serves."""
    if ON_POSTGRESQL:
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
    explain = "EXPLAIN " if ON_POSTGRESQL else "EXPLAIN QUERY PLAN "
    rows = db.session.connection().exec_driver_sql(explain + statement, values)
    return "\n".join(str(row[0] if ON_POSTGRESQL else row[3]) for row in rows)


def _fill(like: int, reader: int) -> None:
    """Copy one thread many times, set by set; every tenth has something that Amina has not read."""
    last = db.session.scalar(db.select(db.func.max(Conversation.id)))
    assert last
    for table in ("conversations", "threads", "posts"):
        columns = [row.name for row in db.metadata.tables[table].columns if row.name != "id"]
        given = {
            "ref": "'r' || n", "address": "'/threads/r' || n", "conversation_id": f"{last} + n",
            "title_terms": "'insul ' || n", "title": "'Insulation ' || n",
            "kind": "CASE WHEN n % 2 = 0 THEN 'question' ELSE 'discussion' END",
        }  # fmt: skip
        if table == "posts":
            given["ref"] = "'p' || n"
        chosen = ", ".join(given.get(name, f"t.{name}") for name in columns)
        own = "t.id" if table == "conversations" else "t.conversation_id"
        opening = "AND t.number = 1" if table == "posts" else ""
        id_ = f"(SELECT max(id) FROM {table}) + n"
        _run(
            f"INSERT INTO {table} (id, {', '.join(columns)}) "
            f"SELECT {id_}, {chosen} FROM {table} t, numbers WHERE {own} = {like} {opening}"
        )
    _run(
        "INSERT INTO read_states (person_id, conversation_id, last_read_number, read_at) SELECT "
        f"{reader}, {last} + n, CASE WHEN n % 10 = 0 THEN 1 ELSE 2 END, c.started_at "
        f"FROM numbers, conversations c WHERE c.id = {like}"
    )
    _run(
        "INSERT INTO conversation_days (conversation_id, day, score) SELECT "
        f"{last} + n, d.day, n % 7 + 1 FROM numbers, conversation_days d WHERE d.conversation_id = {like}"
    )
    _run(
        f"INSERT INTO conversation_terms (conversation_id, term_id) SELECT {last} + n, t.id "
        "FROM numbers, terms t WHERE t.slug = 'housing' AND n % 5 = 0"
    )
    if ON_POSTGRESQL:
        db.session.execute(text("ANALYZE"))


def _run(statement: str) -> None:
    numbers = f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {MANY})"
    into, rest = statement.split(" SELECT ", 1)
    db.session.execute(text(f"{into} {numbers} SELECT {rest}"))
