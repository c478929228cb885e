"""No address of a connection is written down whole: not in a line of the log, not in any table."""

import hashlib
import logging
import re
from io import StringIO

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from config import ROOT
from hrcn_community.core import errors, logs
from hrcn_community.core.addresses import truncated, without_addresses
from hrcn_community.core.db import Base, db
from tests.browsing import PASSWORD, Browser

HERE, BEHIND, SIXTH = "203.0.113.77", "198.51.100.23", "2001:db8:77:1234::99"


def test_of_an_address_its_network_is_left():
    assert truncated(HERE) == "203.0.113.0"
    assert truncated(SIXTH) == "2001:db8:77::"
    assert truncated("::ffff:203.0.113.77") == "203.0.113.0"
    assert truncated("127.0.0.1") == "127.0.0.1"
    assert truncated("not an address") == ""


@given(
    st.ip_addresses(),
    st.sampled_from(["", "('", "from=", "[", "x "]),
    st.text("', ]\n", max_size=3),
)
def test_whatever_stands_around_it(address, before, after):
    text = without_addresses(f"{before}{address}{after}")
    whole = truncated(str(address)) == str(address)
    assert whole or str(address) not in text


def test_what_is_no_address_is_left_alone():
    for text in (
        "Python 3.11.7 at 12:30:45",
        "1.2.3.4.5",
        "posts::all",
        "2026-11-26T10:00:00.123Z",
    ):
        assert without_addresses(text) == text


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """What the house writes into its log, made as it is always made."""
    kept, config = StringIO(), structlog.get_config()
    writer = structlog.wrap_logger(
        structlog.PrintLogger(kept),  # type: ignore[arg-type]
        processors=config["processors"],
        wrapper_class=config["wrapper_class"],
    )
    for module in (logs, errors):
        monkeypatch.setattr(module, "log", writer)
    return kept


def test_it_is_found_in_no_log_and_in_no_table(app, world, cast, caplog, monkeypatch, lines):
    browser = Browser(app)
    browser.client.environ_base.update(
        REMOTE_ADDR=HERE, HTTP_X_FORWARDED_FOR=f"{BEHIND}, {SIXTH}", HTTP_FORWARDED=f"for={BEHIND}"
    )
    thread = world.thread(world.space(), cast.amina)
    browser.page("/about")
    assert browser.sees("/nothing-is-here") == 404
    assert browser.sign_in(cast.ben.email, "a wrong password").status_code == 422
    assert browser.sign_in(cast.ben.email, PASSWORD).status_code == 303
    assert browser.post("/contact", topic="question", body="Who are you?").status_code in {303, 400}
    assert browser.post(f"{thread.address}/replies", body="Here I am.").status_code == 303
    _break(app, browser, monkeypatch)
    logging.getLogger("waitress").error("uncaptured <channel %s:4711>", HERE)
    logs.log.error("failed", where=f"at {SIXTH} and {HERE}")
    assert '"status": 404' in lines.getvalue()
    assert "at 2001:db8:77:: and 203.0.113.0" in lines.getvalue()
    assert "peer 203.0.113.0 went away" in caplog.text
    assert "channel 203.0.113.0:4711" in caplog.text
    held = {"log": lines.getvalue() + caplog.text, **_tables(app)}
    wanted = [HERE, BEHIND, SIXTH]
    wanted += [hashlib.sha256(f"{word}{HERE}".encode()).hexdigest() for word in ("", "address ")]
    assert [(where, each) for where, text in held.items() for each in wanted if each in text] == []


def test_so_is_what_the_log_of_the_proxy_keeps_as_operators_are_told():
    """The rules that stand in docs/operations.md, read as nginx reads them."""
    written = (ROOT / "docs" / "operations.md").read_text()
    rules = re.findall(r"^  ~(\^\S+) +(\$kept\S*);$", written, re.M)
    assert len(rules) == 2
    [form] = re.findall(r"^log_format short '([^']+)';$", written, re.M)
    named = set(re.findall(r"\$\w+", form))
    unsafe = {"$remote_addr", "$http_x_forwarded_for", "$request", "$request_uri", "$args"}
    assert named & (unsafe | {"$http_cookie", "$http_referer", "$http_user_agent"}) == set()

    def kept(address: str) -> str:
        for rule, shown in rules:
            if found := re.search(rule.replace("(?<", "(?P<"), address):
                return shown.replace("$kept", found["kept"])
        return "-"

    assert [kept(each) for each in (HERE, SIXTH, "2001:db8::1", "::1", "unix:")] == [
        "203.0.113.0",
        "2001:db8::",
        "2001:db8::",
        "-",
        "-",
    ]


def _break(app, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a page fail in a way that names the address, as a library might."""

    def fail(**_: object) -> None:
        raise RuntimeError(f"peer {HERE} went away")

    fail.permission = None  # type: ignore[attr-defined]
    monkeypatch.setitem(app.view_functions, "pages.standing", fail)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    assert browser.sees("/about") == 500


def _tables(app) -> dict[str, str]:
    with app.app_context(), db.engine.connect() as connection:
        return {
            name: repr(connection.execute(select(table)).all())
            for name, table in Base.metadata.tables.items()
        }
