"""What is kept is never shown stale, and never to another person."""

from sqlalchemy import update

from hrcn_community.accounts.models import Person
from hrcn_community.core.cache import Memory
from hrcn_community.core.db import db
from tests.factories import PUBLIC


def _print(public, path: str) -> str:
    return public.get(path).headers["ETag"]


def test_the_public_gets_304_until_something_on_the_page_changes(world, cast, public):
    thread = world.thread(world.space(PUBLIC), cast.amina)
    held = {"If-None-Match": _print(public, thread.address)}
    again = public.get(thread.address, headers=held)
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == held["If-None-Match"]
    world.reply(thread, cast.ben, "Something new.")
    assert "Something new." in public.get(thread.address, headers=held).text


def test_a_new_name_of_an_author_shows_at_once(world, cast, public):
    thread = world.thread(world.space(PUBLIC), cast.amina)
    held = {"If-None-Match": _print(public, thread.address)}
    renamed = update(Person).where(Person.id == cast.amina.id).values(name="Amina Newname")
    world.do(lambda: db.session.execute(renamed))
    assert "Amina Newname" in public.get(thread.address, headers=held).text


def test_another_language_or_theme_is_another_page(world, cast, public):
    thread = world.thread(world.space(PUBLIC), cast.amina)
    held = {"If-None-Match": _print(public, thread.address)}
    assert public.get(thread.address, headers={**held, "Accept-Language": "de"}).status_code == 200
    public.client.set_cookie("theme", "dark")
    assert public.get(thread.address, headers=held).status_code == 200


def test_a_person_is_never_told_that_the_page_of_the_public_will_do(world, cast, public):
    thread = world.thread(world.space(PUBLIC), cast.amina)
    held = {"If-None-Match": _print(public, thread.address)}
    answer = cast.ben.browser.get(thread.address, headers=held)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_reading_leaves_the_public_without_a_cookie(world, cast, public):
    thread = world.thread(world.space(PUBLIC), cast.amina)
    for path in ("/", "/threads", thread.address, "/search?q=homes"):
        answer = public.get(path)
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_kept_parts_of_the_frame_hold_nobodys_name_or_token(world, cast):
    thread = world.thread(world.space(), cast.amina)
    first = cast.ben.browser.page(thread.address)
    second = cast.amina.browser.page(thread.address)
    assert "Account of Ben" in first
    assert "Account of Ben" not in second
    assert cast.ben.browser.token(thread.address) not in second


def test_an_edited_post_and_a_chosen_answer_show_at_once(world, cast, public):
    thread = world.thread(world.space(PUBLIC), cast.amina, body="First words.")
    public.page(thread.address)
    edit = cast.amina.browser.page(thread.address).partition("/posts/")[2].partition("/")[0]
    cast.amina.browser.post(f"/posts/{edit}/edit", body="Second words.", revision="1")
    page = public.page(thread.address)
    assert "Second words." in page
    assert "First words." not in page


def test_memory_keeps_to_its_size_and_forgets_the_oldest():
    memory = Memory(most=10, size=len)
    for letter in "abc":
        memory.keep(letter, letter * 4)
    assert [memory.get(letter) for letter in "abc"] == [None, "bbbb", "cccc"]
    memory.keep("b", "b" * 9)
    assert memory.used == 9
    assert memory.get("c") is None
