"""The directory of spaces, and the page of one."""

from hrcn_community.conversations.models import ConversationTerm
from hrcn_community.core.db import db
from hrcn_community.register.models import Term
from tests.counting import count_queries
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC, RESTRICTED
from tests.knowledge.telling import a_register


def test_the_directory_shows_each_the_spaces_they_may_know_of(world, cast, public):
    for visibility in (PUBLIC, NETWORK, RESTRICTED, CONFIDENTIAL):
        world.space(visibility, f"Room {visibility}", member=cast.amina)
    rooms = [f"Room {v}" for v in (PUBLIC, NETWORK, RESTRICTED, CONFIDENTIAL)]
    for browser, count in ((public, 1), (cast.eve.browser, 3), (cast.amina.browser, 4)):
        page = browser.page("/spaces")
        assert [room for room in rooms if room in page] == rooms[:count]


def test_spaces_that_a_feature_owns_are_not_in_the_directory(world, cast):
    world.space(NETWORK, "Behind a practice", listed=False)
    assert "Behind a practice" not in cast.amina.browser.page("/spaces")


def test_threads_of_a_space_are_narrowed_by_language_and_theme(world, cast):
    a_register(world)
    space = world.space()
    homes = world.thread(space, cast.amina, "Of homes")
    world.thread(space, cast.amina, "Of work")

    def mark():
        theme = db.session.scalars(db.select(Term).where(Term.slug == "housing")).one()
        db.session.add(ConversationTerm(conversation_id=homes.conversation_id, term_id=theme.id))

    world.do(mark)
    page = cast.ben.browser.page(f"/spaces/{space.slug}?theme=housing")
    assert "Of homes" in page
    assert "Of work" not in page
    assert "Of work" in cast.ben.browser.page(f"/spaces/{space.slug}?language=en")
    page = cast.ben.browser.page(f"/spaces/{space.slug}?language=de&theme=housing")
    assert "No thread fits this choice" in page


def test_the_next_page_keeps_the_choice(world, cast):
    space = world.space()
    for n in range(31):
        world.thread(space, cast.amina, f"Thread {n}")
    page = cast.ben.browser.page(f"/spaces/{space.slug}?language=en")
    older = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "language=en" in older
    assert "Thread 0<" in cast.ben.browser.page(older)


def test_the_pages_of_spaces_ask_the_same_at_three_rows_and_at_many(app, world, cast):
    space = world.space(member=cast.eve)
    paths = ("/spaces", f"/spaces/{space.slug}")
    few = [asked(app, cast.eve.browser, path) for path in paths]
    for n in range(20):
        world.space()
        world.thread(space, cast.amina, f"Thread {n}")
    assert [asked(app, cast.eve.browser, path) for path in paths] == few
    assert max(few) <= 12


def asked(app, browser, path):
    browser.page(path)
    with count_queries(app) as statements:
        browser.page(path)
    return len(statements)
