"""Every room takes files in the same form and shows them in the same lines."""

from lxml import html

from hrcn_community.conversations.models import Post
from tests.attachments.sending import add, links_in, picture
from tests.browsing import follow
from tests.knowledge.telling import a_guideline, a_practice
from tests.learning.lessons import publish
from tests.workshops.making import a_workshop


def _shown(who, page: str) -> bool:
    [link] = links_in(page)
    return who.browser.get(link).data.startswith(b"\x89PNG")


def test_beside_a_step(world, cast):
    module = publish(world, cast.chandra)
    fields = {"body": "Ours has two doors.", "files": ["", add(cast.ben.browser)]}
    answer = cast.ben.browser.post(f"{module}/steps/work/posts", fields)
    assert _shown(cast.ben, follow(cast.ben.browser, answer))
    assert _shown(cast.amina, cast.amina.browser.page(f"{module}/steps/work"))


def test_in_a_comment_on_a_clause(world, cast):
    guideline = a_guideline(world, cast.dalia)
    fields = {"body": "As drawn here.", "files": ["", add(cast.ben.browser)]}
    answer = cast.ben.browser.post(f"{guideline.address}/clauses/2/comments", fields)
    assert _shown(cast.ben, follow(cast.ben.browser, answer))
    assert _shown(cast.eve, cast.eve.browser.page(f"{guideline.address}/clauses/2"))


def test_in_a_practice_and_a_file_that_was_changed_is_another_version(world, cast):
    """Whoever verified vouched for what stood there, its files included."""
    assert cast.dalia.browser  # a reviewer from the beginning
    practice = a_practice(world, cast.amina)
    details = world.rows(Post)[1]
    form = {"body": details.source, "revision": 1, "language": "en"}
    form["files"] = ["", add(cast.amina.browser, picture("red"))]
    follow(cast.amina.browser, cast.amina.browser.post(f"/posts/{details.ref}/edit", form))
    assert _shown(cast.amina, cast.amina.browser.page(practice.address))
    assert _shown(cast.dalia, cast.dalia.browser.page(practice.address))
    assert cast.ben.browser.sees(practice.address) == 404
    [changed] = world.rows(Post, id=details.id)
    assert changed.revision == 2


def test_in_a_practice_from_the_beginning(world, cast):
    assert cast.dalia.browser  # somebody reviews
    fields = {
        "title": "Open meetings", "summary": "Four a year.", "details": "The same hour.",
        "language": "en", "files": ["", add(cast.amina.browser)],
    }  # fmt: skip
    assert _shown(
        cast.amina, follow(cast.amina.browser, cast.amina.browser.post("/practices", fields))
    )


def test_at_a_workshop_when_it_is_called_and_when_it_is_changed(world, cast):
    called = a_workshop(world, cast.chandra)
    browser = cast.chandra.browser
    form = fields_of(browser.page(f"{called.address}/edit"))
    form["files"] = ["", add(browser)]
    assert _shown(cast.chandra, follow(browser, browser.post(f"{called.address}/edit", form)))
    assert _shown(cast.ben, cast.ben.browser.page(called.address))
    form = fields_of(browser.page(f"{called.address}/edit"))
    form["drop"] = [each for each in form["files"] if each]
    page = follow(browser, browser.post(f"{called.address}/edit", form))
    assert links_in(page) == []


def fields_of(page: str) -> dict[str, list[str]]:
    """Return what the longest form of a page would send as it stands."""
    form = max(html.fromstring(page).forms, key=len)
    found: dict[str, list[str]] = {}
    for name, value in form.form_values():
        found.setdefault(name, []).append(value)
    return found
