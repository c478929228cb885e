"""A thread of a hundred thousand posts beside one of twenty: opened anywhere, replied to, by its best."""

import time
from statistics import median

import pytest

from hrcn_community.bench.client import Ask, form
from hrcn_community.conversations.models import Conversation
from hrcn_community.core.db import db
from hrcn_community.demo.volume import LONGEST, load_volume

POSTS = 100_000
TIMES = 40


@pytest.mark.timeout(600)
def test_a_thread_of_a_hundred_thousand_posts_opens_anywhere_like_one_of_twenty(house, proved):
    with house.app.app_context():
        load_volume(people=200, threads=1, posts=20, seed=9, longest=POSTS)
        longest = _address(Conversation.title == LONGEST)
        short = _address(Conversation.last_number == 20)
        db.session.rollback()
    house.start("serve")
    cookies, token = house.sign_in()
    beside = _median_ms(house, f"{short}?post=20", cookies)
    places = [f"{longest}?post={n}" for n in (1, POSTS // 2, POSTS)] + [f"{longest}/summary"]
    times = [_median_ms(house, place, cookies) for place in places]
    fields = {"csrf_token": token, "form_token": "long", "body": "One more year."}
    began = time.perf_counter()
    response, _ = house.client.ask(form("POST", f"{longest}/replies", cookies, fields))
    reply = (time.perf_counter() - began) * 1000
    assert response.status == 303
    assert max(times) < 5 * beside + 20
    proved(
        "A thread of 100,000 posts, opened at its opening, middle, end and by its best posts",
        f"median {', '.join(f'{each:.0f}' for each in times)} ms; a thread of 20 posts "
        f"{beside:.0f} ms; a reply at its end {reply:.0f} ms",
    )


def _address(condition) -> str:
    found = db.select(Conversation.address).where(condition).limit(1)
    return db.session.scalars(found).one()


def _median_ms(house, path: str, cookies: str) -> float:
    seconds = []
    for _ in range(TIMES):
        began = time.perf_counter()
        response, _body = house.client.ask(Ask("GET", path, {"Cookie": cookies}))
        seconds.append(time.perf_counter() - began)
        assert response.status == 200
    return median(seconds) * 1000
