"""SQLite under fifty writers, and what a commit costs the disk."""

import re
import shutil
import time

import pytest

from hrcn_community.bench.client import form
from tests.prove.storm import reply_at_once


@pytest.mark.timeout(300)
def test_fifty_writers_on_sqlite_all_get_through(house, proved):
    house.start("serve")
    thread = house.thread()
    cookies, token = house.sign_in()
    began = time.perf_counter()
    storm = reply_at_once(house.client, thread, cookies, token, people=50, each=10)
    elapsed = time.perf_counter() - began
    assert set(storm.statuses) == {303}, "somebody was told that the database is locked"
    assert storm.lost_connections == 0
    proved(
        "SQLite, 50 concurrent writers, 500 replies",
        f"none refused; median {storm.percentile(0.5):.2f} s, p99 {storm.percentile(0.99):.2f} s, "
        f"{len(storm.acknowledged) / elapsed:.0f} replies a second",
    )


if shutil.which("strace"):

    @pytest.mark.timeout(300)
    def test_every_acknowledged_reply_was_synced_to_the_disk(house, proved):
        trace = house.folder / "trace"
        calls = "trace=fsync,fdatasync"
        house.start("serve", "strace", "-f", "-qq", "-e", calls, "-o", str(trace))
        thread = house.thread()
        cookies, token = house.sign_in()
        before = len(re.findall(r"f(?:data)?sync\(", trace.read_text()))
        for number in range(100):
            fields = {"csrf_token": token, "form_token": f"sync-{number}", "body": "Kept."}
            response, _ = house.client.ask(form("POST", f"{thread}/replies", cookies, fields))
            assert response.status == 303
        syncs = len(re.findall(r"f(?:data)?sync\(", trace.read_text())) - before
        assert syncs >= 100
        proved("Syncs to the disk for 100 acknowledged replies (SQLite)", str(syncs))
