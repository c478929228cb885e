"""A Discourse forum comes along: topics, posts, quotes; what only some could read stays behind."""

from datetime import UTC, datetime

import pytest

from hrcn_community.accounts.models import Membership, Person
from hrcn_community.conversations.models import Conversation, Post, Quote
from hrcn_community.core import richtext
from hrcn_community.discussions.models import Thread
from hrcn_community.importing.models import ImportedItem, ImportedSeat
from hrcn_community.spaces.models import Space
from tests.importing.forums import CATEGORIES, a_message, a_post, a_topic, a_user


def _posts(world) -> dict[int, Post]:
    """Return every imported post by its id in the forum."""
    items = {item.post_id: item.external for item in world.rows(ImportedItem, part=0)}
    return {int(items[post.id].split()[1]): post for post in world.rows(Post)}


def test_every_post_is_compared_with_its_json(bring, forum, world):
    topics = [
        a_topic(t, *(a_post(100 * t + n, n, f"Words {t}/{n} with *stress*.") for n in range(1, 8)))
        for t in range(1, 6)
    ]
    files = {f"t{topic['id']}": topic for topic in topics}
    arrived = bring("discourse", forum(categories=CATEGORIES, **files))
    assert "35 posts were brought along, 0 items were not." in arrived.output, arrived.output
    found = _posts(world)
    talks = {talk.id: talk for talk in world.rows(Conversation)}
    for topic in topics:
        for told in topic["post_stream"]["posts"]:
            post = found.pop(told["id"])
            assert post.source == told["raw"]
            assert "<em>stress</em>" in post.html
            assert post.created_at == datetime.fromisoformat(told["created_at"])
            assert (post.number, talks[post.conversation_id].title) == (
                told["post_number"],
                topic["title"],
            )
    assert found == {}


def test_posts_and_topics_are_found_in_whatever_file_they_stand(bring, forum, world):
    topic = a_topic(7, a_post(71, 1, None))
    more = {"post_stream": {"posts": [a_post(72, 2)]}, "id": 7}
    latest = {
        "latest_posts": [
            a_post(71, 1, "The source of it.") | {"topic_id": 7},
            a_post(81, 1) | {"topic_id": 8, "topic_title": "Eight", "category_id": 1},
        ]
    }
    bring("discourse", forum(a=topic, b=more, c=latest, categories=CATEGORIES))
    found = _posts(world)
    assert sorted(found) == [71, 72, 81]
    assert found[71].source == "The source of it."
    assert {talk.title for talk in world.rows(Conversation)} == {"Topic 7 on homes", "Eight"}


LEFT = {
    "it was deleted": a_post(12, 2, "canary", deleted_at="2015-03-03T10:00:00Z"),
    "it was hidden": a_post(12, 2, "canary", hidden=True),
    "it was whispered": a_post(12, 2, "canary", post_type=4),
    "it is a line of the software": a_post(12, 2, "canary", post_type=3),
}
LEFT_TOPICS = {
    "it is a private message": a_message(2, a_post(21, 1, "canary"), between=("amina", "ben")),
    "its category was restricted": a_topic(2, a_post(21, 1, "canary"), category_id=2),
    "its category was restricted ": a_topic(2, a_post(21, 1, "canary"), category_id=3),
    "its category is nowhere described": a_topic(2, a_post(21, 1, "canary"), category_id=99),
    "its category is nowhere described ": a_topic(
        2, a_post(21, 1, "canary"), category_id=None, archetype=None
    ),
    "its category is nowhere described  ": a_topic(
        2, a_post(21, 1, "canary"), category_id="1", archetype="banner"
    ),
    "its category is nowhere described   ": a_topic(2, a_post(21, 1, "canary"), category_id=10),
    "its category is nowhere described    ": a_topic(2, a_post(21, 1, "canary"), category_id=20),
    "its topic was deleted": a_topic(2, a_post(21, 1, "canary"), deleted_at="2015-03-03T10:00:00Z"),
    "its topic was not listed": a_topic(2, a_post(21, 1, "canary"), visible=False),
    "its topic is nowhere described": {"posts": [a_post(21, 1, "canary") | {"topic_id": 2}]},
}

DEEP = [
    {"id": n, "name": f"Level {n}", "read_restricted": False, "parent_category_id": n + 1}
    for n in range(10, 17)
] + [{"id": 20, "name": "Odd", "read_restricted": False, "parent_category_id": "2"}]


@pytest.mark.parametrize("why", [*LEFT, *LEFT_TOPICS])
def test_what_was_not_for_all_stays_behind_and_is_reported(bring, forum, world, why):
    post, topic = LEFT.get(why), LEFT_TOPICS.get(why, {})
    first = a_topic(1, a_post(11, 1), *([post] if post else []), a_post(13, 3))
    folder = forum(categories=CATEGORIES, deep=DEEP, one=first, two=topic)
    arrived = bring("discourse", folder)
    assert len(arrived.lines(why.strip())) == 1, arrived.report
    assert "2 posts were brought along, 1 items were not." in arrived.output
    assert not any("canary" in post.source for post in world.rows(Post))
    assert len(world.rows(Space)) == 1


def test_what_only_some_could_read_comes_into_spaces_of_its_own(bring, forum, world, cast):
    folder = forum(
        categories=CATEGORIES,
        open=a_topic(1, a_post(11, 1)),
        board=a_topic(2, a_post(21, 1, "Of the board."), category_id=2),
        below=a_topic(3, a_post(31, 1, "Below."), category_id=3),
        message=a_message(4, a_post(41, 1, "For Ben."), between=("amina", "ben")),
        user=a_user("ben", cast.ben.email),
        whisper=a_topic(5, a_post(51, 1), a_post(52, 2, "hush", post_type=4)),
    )
    arrived = bring("discourse", folder, "--include-private")
    assert arrived.code == 0, arrived.output
    found = _posts(world)
    spaces = {talk.id: talk.space_id for talk in world.rows(Conversation)}
    where = {id_: spaces[post.conversation_id] for id_, post in found.items()}
    assert sorted(where) == [11, 21, 31, 41, 51]
    assert len({where[11], where[21], where[31], where[41]}) == 4
    assert {space.visibility for space in world.rows(Space)} == {"confidential"}
    inside = {m.space_id: m.person_id for m in world.rows(Membership)}
    assert where[41] not in inside
    assert {inside[where[id_]] for id_ in (11, 21, 31)} == {cast.cleo.id}
    message = next(t for t in world.rows(Conversation) if t.space_id == where[41]).address
    for person in (cast.cleo, cast.tomas, cast.amina, cast.ben):
        assert person.browser.sees(message) == 404
        assert "For Ben" not in person.browser.page("/search?q=Ben")
    cast.ben.browser.post("/settings/imported")
    assert "For Ben." in cast.ben.browser.page(message)
    assert cast.cleo.browser.sees(message) == 404


def test_who_comes_into_a_private_message_later_gets_a_seat(bring, forum, world, cast):
    users = {name: a_user(name, getattr(cast, name).email) for name in ("amina", "ben", "tomas")}
    first = a_post(41, 1, "For Ben.")
    folder = forum(message=a_message(4, first, between=("amina", "ben")), **users)
    bring("discourse", folder, "--include-private")
    [talk] = world.rows(Conversation)
    cast.ben.browser.post("/settings/imported")
    assert "For Ben." in cast.ben.browser.page(talk.address)
    forum(message=a_message(4, first, between=("amina", "ben", "tomas")))
    assert "0 posts were" in bring("discourse", folder, "--include-private").output
    assert cast.tomas.browser.sees(talk.address) == 404
    cast.tomas.browser.post("/settings/imported")
    assert "For Ben." in cast.tomas.browser.page(talk.address)
    bring("discourse", folder, "--include-private")
    seats = {seat.person_id for seat in world.rows(ImportedSeat)}
    names = {person.name for person in world.rows(Person) if person.id in seats}
    assert names == {"Amina (imported)"}
    assert cast.cleo.browser.sees(talk.address) == 404


def test_a_private_message_of_which_nothing_comes_along_has_no_seats(bring, forum, world):
    gone = a_message(4, a_post(41, 1, deleted_at="2015-03-03T10:00:00Z"), between=("amina",))
    bring("discourse", forum(message=gone), "--include-private")
    assert world.rows(ImportedSeat) == []


def test_a_topic_that_stands_in_no_category_was_open(bring, forum, world):
    bring("discourse", forum(one=a_topic(1, a_post(11, 1), category_id=None)))
    assert len(world.rows(Post)) == 1


def test_what_nobody_knows_the_category_of_comes_into_a_space_of_its_own(bring, forum, world):
    topics = [a_topic(n, a_post(10 * n, 1), category_id=None, archetype="x") for n in (1, 2)]
    deep = a_topic(3, a_post(31, 1), category_id=10)
    folder = forum(categories=CATEGORIES, deep=DEEP, one=topics[0], two=topics[1], three=deep)
    arrived = bring("discourse", folder, "--include-private")
    assert arrived.code == 0, (arrived.output, arrived.error)
    assert len(world.rows(Post)) == len(world.rows(Space, visibility="confidential")) == 3
    assert len({talk.space_id for talk in world.rows(Conversation)}) == 2


def test_quotes_lead_to_posts_of_ours(bring, forum, world):
    quoting = (
        '[quote="amina, post:1, topic:1, full:true"]\nTwo\nlines.\n[/quote]\n\nI agree.\n\n'
        '[quote="ben, post:9, topic:77"]\nGone\n[/quote]\nStill.'
    )
    later = '[quote="amina, post:1, topic:3"]\nLater\n[/quote]\nYes.'
    bring(
        "discourse",
        forum(
            categories=CATEGORIES,
            one=a_topic(
                1, a_post(11, 1), a_post(12, 2, later), a_post(13, 3, reply_to_post_number=1)
            ),
            two=a_topic(2, a_post(21, 1, quoting)),
            three=a_topic(3, a_post(31, 1)),
        ),
    )
    found = _posts(world)
    assert found[21].source == (
        f"> Two\n> lines.\n>\n> [#1](/posts/{found[11].ref})\n\n\n\nI agree.\n\n\n\n"
        "> ben:\n>\n> Gone\n\n\nStill."
    )
    pairs = {(q.post_id, q.quoted_id) for q in world.rows(Quote)}
    assert pairs == {
        (found[21].id, found[11].id),
        (found[12].id, found[31].id),
        (found[13].id, found[11].id),
    }
    assert found[11].quoted_count == 2
    assert found[12].has_quotes


def test_a_quote_of_what_stays_behind_leads_nowhere(bring, forum, world):
    quoting = '[quote="ben, post:1, topic:2"]\nknown\n[/quote]\nSo.'
    board = a_topic(2, a_post(21, 1, "Of the board."), category_id=2)
    folder = forum(categories=CATEGORIES, one=a_topic(1, a_post(11, 1, quoting)), two=board)
    bring("discourse", folder, "--include-private")
    found = _posts(world)
    assert "/posts/" not in found[11].source
    assert world.rows(Quote) == []


@pytest.mark.parametrize(
    ("raw", "html"),
    [
        ("@ben said", "<p>@ben said</p>"),
        ("**@ben** x", "<p><strong>@ben</strong> x</p>"),
        ("`@ben`", "<p><code>@ben</code></p>"),
        ("```\n@ben\n```\n\n@ben", "<pre><code>@ben\n</code></pre>\n<p>@ben</p>"),
        ("![plan|690x388](upload://abc.jpeg)", "<p><em>(not brought along: plan)</em></p>"),
        (
            "[a.pdf|attachment](upload://x.pdf) (12 KB)",
            "<p><em>(not brought along: a.pdf)</em> (12 KB)</p>",
        ),
        ('x <img src="/uploads/x.png"> y', "<p>x <em>(not brought along: an image)</em> y</p>"),
        ("ben@example.org", "<p>ben@…</p>"),
        ("<b onclick=x()>b</b><script>x()</script>", "<p>b</p>"),
    ],
)
def test_markdown_becomes_ours(bring, forum, world, raw, html):
    bring("discourse", forum(categories=CATEGORIES, one=a_topic(1, a_post(11, 1, raw))))
    [post] = world.rows(Post)
    assert post.html == html


def test_html_alone_is_read_for_its_words(bring, forum, world):
    aside = (
        '<aside class="quote" data-post="1" data-topic="1"><blockquote>said</blockquote></aside>'
    )
    cooked = f"{aside}<p>And ben@example.org</p>"
    post = a_post(12, 2, None, cooked=cooked)
    bring("discourse", forum(categories=CATEGORIES, one=a_topic(1, a_post(11, 1), post)))
    found = _posts(world)
    assert richtext.plain(found[12].html) == "#1 said And ben@…"
    assert [(q.post_id, q.quoted_id) for q in world.rows(Quote)] == [(found[12].id, found[11].id)]


@pytest.mark.parametrize("raw", ["[" * 2_000, "word " * 20_000, "x" * 5_000, "> a\n" * 3_000])
def test_what_is_beyond_our_bounds_is_plain_text_and_whole(bring, forum, world, raw):
    arrived = bring("discourse", forum(categories=CATEGORIES, one=a_topic(1, a_post(11, 1, raw))))
    posts = sorted(world.rows(Post), key=lambda post: post.number)
    told = "".join(richtext.plain(post.html) for post in posts)
    assert told.replace(" ", "") == "".join(raw.replace(">", "").split())
    assert arrived.lines("beyond our bounds")
    assert [post.number for post in posts] == list(range(1, len(posts) + 1))


def test_broken_files_are_reported_and_the_others_go_on(bring, forum, world):
    folder = forum(
        a=a_topic(1, a_post(11, 1)),
        b='{"id": 2, "title": "cut',
        c="[" * 100_000,
        d=a_topic(3, a_post(31, 1), {"post_number": "x", "raw": "?"}, a_post(32, 2, "")),
        e=[1, "two", None, {"username": 5}, {"read_restricted": True}],
        categories=CATEGORIES,
    )
    (folder / "bytes.json").write_bytes(b"\xff\xfe{")
    arrived = bring("discourse", folder)
    assert arrived.code == 0, arrived.output
    assert len(arrived.lines("no sound JSON")) == 3
    assert len(arrived.lines("does not say where it stands")) == 1
    assert sorted(_posts(world)) == [11, 31, 32]


def test_numbers_and_letters_that_no_row_can_have_end_nothing(bring, forum, world):
    odd = a_post(12, 2, "\ud800 half", username="\udfff", reply_to_post_number=10**30)
    huge = a_topic(10**40, a_post(10**30, 10**20), category_id=10**25)
    topic = a_topic(1, a_post(11, 1), odd, title="Half \ud800 a letter\x00")
    arrived = bring("discourse", forum(categories=CATEGORIES, one=topic, two=huge))
    assert arrived.code == 0, (arrived.output, arrived.error)
    assert sorted(_posts(world)) == [11, 12]


def test_dates_that_cannot_be_are_those_of_the_post_before(bring, forum, world):
    odd = [
        a_post(12, 2, created_at="1970-01-01T00:00:00Z"),
        a_post(13, 3, created_at="2106-02-07T06:28:15Z"),
        a_post(14, 4, created_at=None),
    ]
    arrived = bring("discourse", forum(categories=CATEGORIES, one=a_topic(1, a_post(11, 1), *odd)))
    assert {post.created_at for post in world.rows(Post)} == {datetime(2015, 3, 1, 10, tzinfo=UTC)}
    assert len(arrived.lines("next best")) == 3


def test_running_twice_changes_nothing(bring, forum, world):
    message = a_message(4, a_post(41, 1), between=("amina", "ben"))
    folder = forum(categories=CATEGORIES, one=a_topic(1, a_post(11, 1), a_post(12, 2)), two=message)
    bring("discourse", folder, "--include-private")
    models = (Post, Conversation, Thread, Person, Space, Quote, Membership)
    before = [[_columns(row) for row in world.rows(model)] for model in models]
    assert "0 posts were brought along" in bring("discourse", folder, "--include-private").output
    assert [[_columns(row) for row in world.rows(model)] for model in models] == before
    forum(three=a_topic(1, a_post(13, 3)))
    assert "1 posts were brought along" in bring("discourse", folder, "--include-private").output
    assert [talk.post_count for talk in world.rows(Conversation)] == [3, 1]


def _columns(row) -> dict:
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}
