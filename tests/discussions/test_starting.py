"""Starting a thread."""

import re
from html import unescape

import pytest

from hrcn_community.conversations.models import Conversation, Draft, Follow
from hrcn_community.discussions.models import Thread
from hrcn_community.notifications.models import Notice
from tests.browsing import PASSWORD, follow
from tests.discussions.lists import a_register
from tests.factories import CONFIDENTIAL, PUBLIC

FORM = {
    "title": "Warm homes",
    "body": "How do you do **it**?",
    "kind": "discussion",
    "language": "en",
}


def test_a_member_starts_a_thread_and_everybody_who_reads_there_sees_it(world, cast, public):
    space = world.space(PUBLIC)
    answer = cast.amina.browser.post("/threads", FORM, space=space.slug)
    page = follow(cast.amina.browser, answer)
    assert "<h1" in page
    assert "Warm homes" in page
    assert "<strong>it</strong>" in public.page(answer.headers["Location"])
    assert "Warm homes" in public.page("/threads")
    assert "Warm homes" in public.page(f"/spaces/{space.slug}")


def test_who_starts_a_thread_follows_it_and_has_read_it(world, cast):
    cast.amina.browser.post("/threads", FORM, space=world.space().slug)
    assert [row.person_id for row in world.rows(Follow)] == [cast.amina.id]
    assert "is-unread" not in cast.amina.browser.page("/threads")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"title": " "}, "Give the thread a title."),
        ({"title": "x" * 121}, "Use at most 120 characters."),
        ({"body": ""}, "Write something first."),
        ({"body": "`" * 500}, "backticks"),
        ({"kind": "announcement"}, "Not a valid choice"),
        ({"language": "tlh"}, "Not a valid choice"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_text_is_kept(world, cast, wrong, message):
    space = world.space()
    answer = cast.amina.browser.post(
        "/threads", FORM | {"body": "I kept this."} | wrong, space=space.slug
    )
    assert answer.status_code == 422
    assert message in answer.text
    if "body" not in wrong:
        assert "I kept this." in answer.text
    assert world.rows(Thread) == []


def test_another_space_is_chosen_and_nothing_that_was_written_is_lost(world, cast):
    amina, homes = cast.amina.browser, world.space(name="Warm homes")
    fair = world.space(CONFIDENTIAL, "Fair shares", member=cast.amina)
    begun = {"place": f"thread:{homes.slug}", "sequence": "0"}
    amina.post("/drafts", FORM | begun)
    form = FORM | begun | {"shown": homes.slug, "space": fair.slug, "body": "Written on."}
    answer = amina.post("/threads/similar", form)
    assert answer.status_code == 200
    assert 'value="Warm homes"' in answer.text
    assert "Written on.</textarea>" in answer.text
    assert f'<option value="{fair.slug}" selected>' in answer.text
    assert f'name="place" type="hidden" value="thread:{fair.slug}"' in answer.text
    assert "data-unsaved" in answer.text
    [draft] = world.rows(Draft)
    assert (draft.place, draft.space_id) == (f"thread:{fair.slug}", fair.id)
    assert f'name="sequence" type="hidden" value="{draft.sequence}"' in answer.text
    assert world.rows(Thread) == []


def test_a_draft_that_stands_in_the_other_space_is_not_written_over(world, cast):
    amina, spaces = cast.amina.browser, [world.space(), world.space()]
    for space in spaces:
        amina.post("/drafts", FORM | {"place": f"thread:{space.slug}", "body": space.slug})
    form = {"shown": spaces[0].slug, "space": spaces[1].slug}
    answer = amina.post("/threads/similar", FORM | form)
    assert 'name="sequence" type="hidden" value="0"' in answer.text
    assert {d.place: d.fields["body"] for d in world.rows(Draft)} == {
        f"thread:{space.slug}": space.slug for space in spaces
    }


def test_a_space_chosen_at_the_last_moment_is_shown_before_anything_is_sent_there(world, cast):
    homes, fair = world.space(), world.space(PUBLIC)
    form = FORM | {"shown": homes.slug, "space": fair.slug}
    answer = cast.amina.browser.post("/threads", form)
    assert answer.status_code == 422
    assert "look who reads there" in answer.text
    assert "How do you do **it**?</textarea>" in answer.text
    assert world.rows(Thread) == []
    form["shown"] = fair.slug
    assert cast.amina.browser.post("/threads", form).status_code == 303


def test_the_public_is_asked_to_sign_in_and_finds_the_text_again(world, cast, public):
    space = world.space(PUBLIC)
    answer = public.post("/threads", FORM | {"body": "Half an hour of work."}, space=space.slug)
    assert answer.status_code == 401
    kept = _hidden(answer.text, "kept")
    cast.amina.browser  # noqa: B018 - Amina stands there
    answer = public.post("/sign-in", email=cast.amina.email, password=PASSWORD, kept=kept)
    assert "Half an hour of work." in answer.text
    assert world.rows(Thread) == []


def test_where_facilitators_start_a_member_does_not(world, cast):
    space = world.space(starters="facilitators", facilitator=cast.chandra, member=cast.amina)
    assert cast.amina.browser.post("/threads", FORM, space=space.slug).status_code == 403
    assert cast.amina.browser.sees(f"/threads/new?space={space.slug}") == 403
    assert cast.chandra.browser.post("/threads", FORM, space=space.slug).status_code == 303


def test_nothing_is_started_in_a_space_out_of_sight(world, cast):
    space = world.space(CONFIDENTIAL, member=cast.amina)
    assert cast.eve.browser.post("/threads", FORM, space=space.slug).status_code == 404
    assert world.rows(Conversation) == []


def test_the_same_form_sent_twice_is_one_thread(world, cast):
    form = FORM | {"form_token": "0123456789", "space": world.space().slug}
    places = {cast.amina.browser.post("/threads", form).headers["Location"] for _ in range(3)}
    assert len(places) == 1
    assert len(world.rows(Thread)) == 1


def test_fields_that_nobody_offered_are_not_taken(world, cast):
    form = FORM | {
        "author_id": str(cast.ben.id),
        "accepted_post_id": "1",
        "pinned_at": "2026-01-01",
    }
    cast.amina.browser.post("/threads", form, space=world.space().slug)
    [thread] = world.rows(Thread)
    assert thread.author_id == cast.amina.id
    assert thread.accepted_post_id is None
    assert thread.pinned_at is None


def test_somebody_mentioned_at_the_start_is_told(world, cast, worker):
    cast.ben.browser  # noqa: B018 - Ben stands there
    cast.amina.browser.post("/threads", FORM | {"body": "Ask @ben."}, space=world.space().slug)
    worker()
    assert [(n.person_id, n.kind) for n in world.rows(Notice)] == [
        (cast.ben.id, "thread.mentioned")
    ]


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return unescape(found[1])


def test_what_a_thread_is_about_is_said_at_its_start_and_its_list_is_narrowed_by_it(
    world, cast, public
):
    a_register(world)
    space = world.space(PUBLIC)
    about = {"themes": "housing", "groups": "children", "level": "district", "stage": "pilot"}
    follow(cast.amina.browser, cast.amina.browser.post("/threads", FORM | about, space=space.slug))
    for query in ("theme=housing", "group=children", "level=district", "stage=pilot"):
        assert FORM["title"] in public.page(f"/threads?{query}"), query
    assert FORM["title"] not in public.page("/threads?theme=work")


def test_only_the_part_of_the_form_that_is_wrong_or_filled_opens(world, cast):
    a_register(world)
    space = world.space().slug
    poll = {"poll_question": "When?", "poll_choices": "Only one"}
    for more, opened in ((poll, ()), ({"language": "tlh"}, ("Themes, city and language",))):
        page = cast.amina.browser.post("/threads", FORM | more, space=space).text
        assert _open_folds(page) == opened
    assert _open_folds(cast.amina.browser.page(f"/threads/new?space={space}")) == ()


def _open_folds(page: str) -> tuple[str, ...]:
    """Return which folds about the thread stand open."""
    names = ("Themes, city and language", "Groups, level and stage")
    return tuple(n for n in names if re.search(rf'class="more" open>\s*<summary>{n}', page))
