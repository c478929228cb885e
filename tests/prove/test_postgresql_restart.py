"""PostgreSQL goes away in the middle and comes back: the house goes on."""

import subprocess
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from hrcn_community.conversations.models import Post
from hrcn_community.core.db import db
from tests.prove.conftest import POSTGRESQL
from tests.prove.house import House
from tests.prove.storm import reply_at_once


@pytest.mark.timeout(300)
def test_a_restart_of_postgresql_in_mid_load_loses_nothing(cluster, tmp_path: Path, proved):
    folder, url = cluster
    house = House(tmp_path, url)
    try:
        house.start("serve")
        thread = house.thread()
        cookies, token = house.sign_in()

        def restart() -> None:
            time.sleep(1.5)
            subprocess.run([POSTGRESQL, "restart", folder], check=True)

        restarter = threading.Thread(target=restart)
        restarter.start()
        storm = reply_at_once(house.client, thread, cookies, token, people=20, each=25)
        restarter.join()
        assert len(storm.acknowledged) == 500
        assert set(storm.statuses) <= {303, 503}
        with house.app.app_context():
            db.engine.dispose()
            found = Counter(
                db.session.scalars(select(Post.source).where(Post.source.like("Reply s%")))
            )
        assert found == Counter(storm.acknowledged)
        refused = storm.statuses.count(503)
        proved(
            "PostgreSQL restarted (immediately) in the middle of 500 replies by 20 writers",
            f"{refused} answers 503 with Retry-After, then all acknowledged, each there once",
        )
    finally:
        house.end()
