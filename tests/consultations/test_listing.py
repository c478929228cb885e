"""The list of cases and the desk, and what their pages cost."""

import pytest

from tests.counting import count_queries


def test_the_list_holds_what_the_viewer_may_read(cast, story, public):
    story.ask(title="An open one", tier="open")
    story.ask(title="A network one", tier="network")
    story.ask(title="A secret one")
    for browser, seen in (
        (public, 1),
        (cast.eve.browser, 2),
        (cast.omar.browser, 3),
        (cast.cleo.browser, 3),
    ):
        page = browser.page("/consultations")
        titles = ("An open one", "A network one", "A secret one")
        assert [title in page for title in titles] == [True] * seen + [False] * (3 - seen)


def test_the_list_goes_on_where_it_ended(cast, story):
    for number in range(32):
        story.ask(title=f"Case number {number:02}", tier="network")
    first = cast.eve.browser.page("/consultations")
    older = first.partition('rel="next" href="')[2].partition('"')[0]
    second = cast.eve.browser.page(older)
    for number in range(32):
        title = f"Case number {number:02}"
        assert (title in first) != (title in second)


def test_the_desk_is_for_those_inside_it(cast, story, public):
    story.ask(title="To be taken up")
    assert "To be taken up" in cast.chandra.browser.page("/consultations/desk")
    assert cast.eve.browser.sees("/consultations/desk") == 404
    assert public.sees("/consultations/desk") == 404


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/consultations", "/consultations/desk"])
def test_a_list_costs_the_same_at_any_length(app, cast, story, path):
    def cost():
        with count_queries(app) as statements:
            cast.chandra.browser.page(path)
        return len(statements)

    for _ in range(3):
        story.ask(tier="network")
    cast.chandra.browser.page(path)
    few = cost()
    for _ in range(27):
        story.ask(tier="network")
    assert cost() == few <= 10


def test_a_case_costs_the_same_with_few_words_and_with_many(app, cast, story):
    story.until("drafting")

    def cost():
        with count_queries(app) as statements:
            cast.dalia.browser.page(story.address)
        return len(statements)

    story.done(cast.dalia, "notes", note="One.")
    cast.dalia.browser.page(story.address)
    few = cost()
    for number in range(57):
        story.done(cast.dalia, "notes", note=f"Note {number}.")
    assert cost() == few <= 30
