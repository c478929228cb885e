"""What cannot be posted is refused in words; what would deceive is shown as it is."""

import pytest
from sqlalchemy import update

from hrcn_community.accounts.models import Person
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core import richtext
from hrcn_community.core.db import db
from hrcn_community.core.richtext import MOST_NAMED
from hrcn_community.notifications.models import Notice
from tests.browsing import follow
from tests.counting import count_queries
from tests.discussions.posts import post_of
from tests.factories import CONFIDENTIAL, PUBLIC

NOTHING = {
    "empty": "",
    "spaces": " \n\t\u00a0\u2003",
    "zero width": "\u200b\u200c\u200d\ufeff\u2060",
    "soft hyphens": "\u00ad\u00ad",
    "Braille's empty cell": "\u2800\u2800",
    "Hangul fillers": "\u3164\u115f\u1160\uffa0",
    "tags": "\U000e0041\U000e0042",
    "variation selectors": "\ufe0f\U000e0100",
    "a comment": "<!-- nothing -->",
    "a quote of nothing": "> \n> ",
    "an empty link definition": "[a]: http://example.org",
}


@pytest.mark.parametrize("body", NOTHING.values(), ids=NOTHING)
def test_nothing_is_not_posted_however_it_is_spelt(world, cast, body):
    thread = world.thread(world.space(), cast.amina)
    answer = cast.ben.browser.post(f"{thread.address}/replies", body=body)
    assert answer.status_code == 422
    assert "Write something first." in answer.text
    edit = f"/posts/{post_of(world, thread).ref}/edit"
    assert cast.amina.browser.post(edit, body=body, revision=1).status_code == 422
    assert len(world.rows(Post)) == 1


def test_a_title_that_nobody_can_see_is_none(world, cast):
    form = {"title": "\u200b\u2800", "body": "Words.", "kind": "discussion", "language": "en"}
    answer = cast.amina.browser.post("/threads", form, space=world.space().slug)
    assert answer.status_code == 422
    assert "Give the thread a title." in answer.text


def test_a_smile_is_something(world, cast):
    thread = world.thread(world.space(), cast.amina)
    assert cast.ben.browser.post(f"{thread.address}/replies", body="😀").status_code == 303


def test_too_long_says_how_long_and_gives_the_text_back(world, cast):
    thread = world.thread(world.space(), cast.amina)
    text = "word " * 6500
    answer = cast.ben.browser.post(f"{thread.address}/replies", body=text)
    assert answer.status_code == 422
    assert "This text has 32500 characters; at most 32000 fit into one post." in answer.text
    assert text in answer.text


@pytest.mark.parametrize(
    "sign", ["\u202a", "\u202b", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068"]
)
def test_what_turns_a_text_round_is_shown_and_not_obeyed(world, cast, sign):
    space = world.space(PUBLIC)
    form = {"title": f"Good {sign}dab", "body": f"Pay {sign}001 now", "kind": "discussion"}
    answer = cast.amina.browser.post("/threads", form, space=space.slug, language="en")
    page = follow(cast.ben.browser, answer)
    mark = f"⟦U+{ord(sign):04X}⟧"
    assert f"Pay {mark}001 now" in page
    assert f"Good {mark}dab" in page
    assert sign not in page + cast.ben.browser.page("/threads")
    assert world.rows(Conversation)[0].title == f"Good {mark}dab"


def test_more_mentions_than_fit_are_refused_in_words_and_nobody_is_told(world, cast, worker):
    thread = world.thread(world.space(), cast.amina)
    for body, words in (
        ("@amina " * 151, "too many mentions (at most 150)"),
        (" ".join(f"@a{n}" for n in range(51)), "names more than 50 people"),
    ):
        answer = cast.ben.browser.post(f"{thread.address}/replies", body=body)
        assert answer.status_code == 422
        assert words in answer.text
    worker()
    assert world.rows(Notice) == []
    allowed = " ".join(f"@a{n}" for n in range(MOST_NAMED)) + " @a1" * 100
    assert cast.ben.browser.post(f"{thread.address}/replies", body=allowed).status_code == 303


def test_a_mention_looks_the_same_whether_anybody_bears_the_name(app, world, cast):
    with app.app_context(), count_queries(app) as asked:
        known, unknown = (richtext.render(f"Ask @{name}.") for name in ("amina", "anima"))
    assert asked == []
    assert known.replace("amina", "anima") == unknown


def test_nobody_is_offered_who_cannot_read_here_or_is_no_member(world, cast):
    world.person("Amanda Wide", standing="applying")
    world.person("Amber Fox", standing="persona")
    space = world.space(CONFIDENTIAL, member=[cast.amina, cast.ben])
    offered = cast.ben.browser.page(f"/mentions?space={space.slug}&q=am")
    assert "@amina" in offered
    assert "@am" not in offered.replace("@amina", "")
    assert "@eve" not in cast.ben.browser.page(f"/mentions?space={space.slug}&q=e")
    assert cast.eve.browser.sees(f"/mentions?space={space.slug}&q=am") == 404


def test_somebody_is_found_by_any_part_of_their_name_however_it_is_spelt(world, cast):
    world.person("Zoe Lindqvist-Öberg")
    space = world.space()
    for typed in ("zo", "Lind", "lind", "ZOE-"):
        page = cast.ben.browser.page(f"/mentions?space={space.slug}&q={typed}")
        assert "@zoe-lindqvist" in page, typed
    assert "@zoe" not in cast.ben.browser.page(f"/mentions?space={space.slug}&q=qvist")


def test_two_people_of_one_name_are_told_apart_by_their_handles(world, cast):
    thread = world.thread(world.space(), cast.amina)
    same = update(Person).where(Person.id == cast.eve.id).values(name="Amina")
    world.do(lambda: db.session.execute(same))  # as from before names were compared
    world.reply(thread, cast.eve)
    page = cast.ben.browser.page(thread.address)
    assert page.count(">Amina</a>") == 2
    assert '<span class="post__handle">@amina</span>' in page
    assert '<span class="post__handle">@eve</span>' in page
