"""A post in other languages: said by people, beside the original, and of one fate with it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.actions.translating import translate_post
from hrcn_community.conversations.models import (
    AlreadyTranslated,
    Conversation,
    Draft,
    Poll,
    Post,
    Translation,
)
from hrcn_community.conversations.queries import find_post
from hrcn_community.core.db import db
from hrcn_community.notifications.models import Notice
from tests.browsing import Browser, follow
from tests.counting import count_queries
from tests.discussions.posts import post_of
from tests.factories import CONFIDENTIAL, PUBLIC

DUTCH = "Wij hebben het *zo* gedaan."


@pytest.fixture
def thread(world, cast):
    space = world.space(PUBLIC, facilitator=cast.chandra)
    return world.thread(space, cast.amina, body="We did it so.", replies=[(cast.eve, "Good.")])


@pytest.fixture
def ref(world, thread):
    return post_of(world, thread).ref


@pytest.fixture
def dutch(app):
    """Somebody of the public who reads Dutch."""
    browser = Browser(app)
    browser.client.set_cookie("language", "nl")
    return browser


def _translate(browser, ref: str, body: str = DUTCH, language: str = "nl", of_revision: int = 1):
    form = {"body": body, "language": language, "of_revision": of_revision}
    return browser.post(f"/posts/{ref}/translations", form)


def _translation(world) -> Post:
    return world.rows(Post, number=None)[-1]


def test_a_translation_that_is_being_written_is_kept_on_the_server(world, cast, ref):
    ben, address = cast.ben.browser, f"/posts/{ref}/translations/new"
    place = f"translate:{ref}"
    assert f'value="{place}"' in ben.page(address)
    form = {"place": place, "body": "Wij hebben", "language": "sv", "of_revision": "1"}
    page = follow(ben, ben.post("/drafts", form))
    assert "Wij hebben</textarea>" in page
    assert '<option selected value="sv">' in page
    page = ben.page("/drafts")
    assert "A translation of a post in “" in page
    assert f'href="{address}"' in page
    assert "Wij hebben" not in cast.eve.browser.page(address)
    assert _translate(ben, ref).status_code == 303
    assert world.rows(Draft) == []


def test_a_translation_takes_no_poll_and_is_not_quoted_by_itself(world, cast, ref):
    ben = cast.ben.browser
    assert _translate(ben, ref).status_code == 303
    translation = f"/posts/{_translation(world).ref}"
    assert ben.sees(f"{translation}/poll/new") == 409
    form = {"poll_question": "So?", "poll_choices": "Yes\nNo", "poll_kind": "single"}
    assert ben.post(f"{translation}/poll/new", form).status_code == 409
    assert world.rows(Poll) == []
    assert ben.sees(f"{translation}/quotation") == 404


def test_a_translation_is_what_a_reader_of_its_language_meets_first(
    world, cast, public, dutch, worker, thread, ref
):
    assert "We did it so." in cast.ben.browser.page(f"/posts/{ref}/translations/new?language=nl")
    page = follow(cast.ben.browser, _translate(cast.ben.browser, ref))
    for piece in ("<em>zo</em>", "We did it so.", "Ben", "Dutch"):
        assert piece in page
    page = dutch.page(thread.address)
    assert page.index("<em>zo</em>") < page.index("We did it so.")
    assert "Ben" in page
    page = public.page(thread.address)
    assert "<em>zo</em>" not in page
    assert f"/posts/{ref}/translations/nl" in page
    assert "<em>zo</em>" in public.page(f"/posts/{ref}/translations/nl")
    worker()
    [notice] = world.rows(Notice, kind="post.translated")
    assert (notice.person_id, notice.actor_id) == (cast.amina.id, cast.ben.id)


def test_a_member_reads_in_their_own_language_and_one_statement_brings_it(
    app, world, cast, thread, ref
):
    mara = world.person("Mara", locale="nl").browser
    counts, page = [], ""
    for _ in range(2):
        mara.page(thread.address)
        with count_queries(app) as statements:
            page = mara.page(thread.address)
        counts.append(len(statements))
        if len(counts) == 1:
            _translate(cast.ben.browser, ref)
            _translate(cast.ben.browser, post_of(world, thread, 2).ref)
    assert page.count("<em>zo</em>") == 2
    assert counts[1] == counts[0] + 1


def test_a_translation_is_no_post_more(world, cast, thread, ref):
    before = world.rows(Conversation)[0]
    _translate(cast.ben.browser, ref)
    after = world.rows(Conversation)[0]
    for fact in ("post_count", "last_number", "last_post_at", "last_author_id"):
        assert getattr(before, fact) == getattr(after, fact)
    said = _translation(world)
    assert (said.author_id, said.language, said.is_wiki) == (cast.ben.id, "nl", True)
    assert post_of(world, thread).translated == ["nl"]
    assert (
        cast.ben.browser.get(f"/posts/{said.ref}").headers["Location"]
        == f"/posts/{ref}/translations/nl"
    )
    for deed in ("bookmark", "reactions/thanks", "sharing", "translations"):
        assert cast.amina.browser.post(f"/posts/{said.ref}/{deed}").status_code == 404, deed


def test_search_finds_a_translation_and_leads_to_its_original(cast, public, thread, ref):
    _translate(cast.ben.browser, ref, "Een zeppelin boven het stadhuis.")
    assert f"{thread.address}?post=1#p1" in public.page("/search?q=zeppelin")


def test_the_public_is_never_told_that_an_older_page_will_do(cast, dutch, thread, ref):
    def held() -> dict[str, str]:
        return {"If-None-Match": dutch.get(thread.address).headers["ETag"]}

    def text(headers: dict[str, str]) -> str:
        return dutch.get(thread.address, headers=headers).text

    before = held()
    _translate(cast.ben.browser, ref)
    assert "<em>zo</em>" in text(before)
    before = held()
    assert dutch.get(thread.address, headers=before).status_code == 304
    own = _own_ref(cast, ref)
    cast.eve.browser.post(f"/posts/{own}/edit", body="Zo deden wij het.", revision=1)
    assert "Zo deden wij het." in text(before)
    before = held()
    cast.amina.browser.post(f"/posts/{ref}/edit", body="We did it otherwise.", revision=1)
    assert "translated__behind" in text(before)
    before = held()
    cast.ben.browser.post(f"/posts/{own}/deletion")
    assert "Zo deden wij het." not in text(before)


def test_a_second_one_is_told_of_the_first_and_its_text_is_kept(world, cast, ref):
    _translate(cast.ben.browser, ref)
    said = _translation(world)
    answer = _translate(cast.eve.browser, ref, "Een half uur werk.")
    assert answer.status_code == 409
    assert "Een half uur werk." in answer.text
    assert f"/posts/{said.ref}/edit" in answer.text
    answer = cast.eve.browser.get(f"/posts/{ref}/translations/new?language=nl")
    assert answer.headers["Location"] == f"/posts/{said.ref}/edit"
    assert len(world.rows(Translation)) == 1


def test_ten_at_once_make_one(app, world, cast, ref):
    ben = cast.ben.id

    def rush(number: int) -> bool:
        with app.app_context():
            viewer = viewer_of(ben)
            post = find_post(ref, viewer=viewer)
            assert post is not None
            try:
                translate_post(post, "nl", f"Woord {number}", by=viewer, of_revision=1)
            except AlreadyTranslated:
                return False
            db.session.commit()
            return True

    with ThreadPoolExecutor(5) as crowd:
        assert sorted(crowd.map(rush, range(10))) == [False] * 9 + [True]
    assert len(world.rows(Translation)) == len(world.rows(Post, number=None)) == 1


@pytest.mark.parametrize(
    ("body", "language", "message"),
    [
        ("", "nl", "Write something first."),
        ("[" * 500, "nl", "square brackets"),
        (DUTCH, "en", "Not a valid choice"),
        (DUTCH, "xx", "Not a valid choice"),
    ],
)
def test_what_cannot_be_taken_comes_back_with_a_message(world, cast, ref, body, language, message):
    answer = _translate(cast.ben.browser, ref, body, language)
    assert answer.status_code == 422
    assert message in answer.text
    assert body in answer.text
    assert world.rows(Translation) == []


def test_the_same_form_sent_twice_is_one_translation(world, cast, ref):
    form = {"body": DUTCH, "language": "nl", "of_revision": 1, "form_token": "0123456789"}
    answers = [cast.ben.browser.post(f"/posts/{ref}/translations", form) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert len(world.rows(Translation)) == 1


def test_nobody_translates_or_reads_a_translation_of_what_they_do_not_see(world, cast, public):
    space = world.space(CONFIDENTIAL, member=[cast.amina, cast.ben])
    ref = post_of(world, world.thread(space, cast.amina)).ref
    _translate(cast.ben.browser, ref, "Zaunkoenig")
    own = _translation(world).ref
    for somebody in (cast.eve, cast.cleo):
        there, nowhere = (_translate(somebody.browser, name) for name in (ref, "0000000000"))
        assert there.status_code == nowhere.status_code == 404
        assert len(there.data) == len(nowhere.data)
        for path in (
            f"{ref}/translations/nl",
            f"{ref}/translations/new",
            own,
            f"{own}/history",
            f"{own}/edit",
        ):
            assert somebody.browser.sees(f"/posts/{path}") == 404, path
        assert "Zaunkoenig" not in somebody.browser.page("/search?q=zaunkoenig").replace(
            'value="zaunkoenig"', ""
        )
    assert _translate(public, ref).status_code == 401


def test_any_reader_corrects_it_and_only_its_translator_takes_it_back(
    world, cast, public, thread, ref
):
    _translate(cast.ben.browser, ref)
    own = _translation(world).ref
    assert "We did it so." in cast.eve.browser.page(f"/posts/{own}/edit")
    answer = cast.eve.browser.post(f"/posts/{own}/edit", body="Zo deden wij het.", revision=1)
    assert "Zo deden wij het." in follow(cast.eve.browser, answer)
    assert "Zo deden wij het." in public.page(f"/posts/{own}/history")
    for somebody in (cast.amina, cast.eve):
        assert somebody.browser.post(f"/posts/{own}/deletion").status_code == 403
    page = follow(cast.ben.browser, cast.ben.browser.post(f"/posts/{own}/deletion"))
    assert "We did it so." in page
    assert post_of(world, thread).translated == []
    assert public.sees(f"/posts/{ref}/translations/nl") == 404
    cast.ben.browser.post(f"/posts/{own}/deletion/end")
    assert post_of(world, thread).translated == ["nl"]
    assert public.sees(f"/posts/{ref}/translations/nl") == 200


def test_a_translation_shares_the_fate_of_its_original(world, cast, public, dutch, thread, ref):
    _translate(cast.ben.browser, ref, "Zaunkoenig hier.")
    own = _translation(world).ref
    pages = (
        f"/posts/{ref}/translations/nl",
        f"/posts/{own}",
        f"/posts/{own}/history",
        f"/posts/{own}/edit",
    )
    for deed in ("deletion", "deletion/end", "hiding"):
        who = cast.chandra if deed == "hiding" else cast.amina
        assert who.browser.post(f"/posts/{ref}/{deed}", reason="Because.").status_code == 303
        is_there = deed == "deletion/end"
        assert post_of(world, thread).translated == (["nl"] if is_there else [])
        for page in pages:
            assert (cast.ben.browser.sees(page) < 400) is is_there, (deed, page)
        for page in (thread.address, "/search?q=hier"):
            assert ("Zaunkoenig" in dutch.page(page)) is is_there, (deed, page)
    assert cast.ben.browser.post(f"/posts/{own}/deletion/end").status_code == 404


def test_what_was_taken_back_alone_does_not_come_back_with_its_original(world, cast, thread, ref):
    _translate(cast.amina.browser, ref)
    own = _translation(world).ref
    cast.amina.browser.post(f"/posts/{own}/deletion")
    cast.amina.browser.post(f"/posts/{ref}/deletion")
    assert cast.amina.browser.post(f"/posts/{own}/deletion/end").status_code == 409
    cast.amina.browser.post(f"/posts/{ref}/deletion/end")
    assert post_of(world, thread).translated == []
    assert cast.amina.browser.post(f"/posts/{own}/deletion/end").status_code == 303
    assert post_of(world, thread).translated == ["nl"]


def test_a_facilitator_hides_a_translation_and_another_may_take_its_place(
    world, cast, dutch, worker, thread, ref
):
    _translate(cast.ben.browser, ref, "Zaunkoenig hier.")
    own = _translation(world).ref
    answer = cast.chandra.browser.post(f"/posts/{own}/hiding", reason="That is no Dutch.")
    assert "We did it so." in follow(cast.chandra.browser, answer)
    assert "Zaunkoenig" not in dutch.page(thread.address)
    worker()
    [notice] = world.rows(Notice, kind="post.hidden")
    assert notice.person_id == cast.ben.id
    assert "That is no Dutch." in cast.ben.browser.page(notice.address)  # the statement of reasons
    assert _translate(cast.eve.browser, ref).status_code == 303
    assert "<em>zo</em>" in dutch.page(thread.address)
    assert "Zaunkoenig" not in cast.ben.browser.page(f"/posts/{ref}/translations/nl")


def test_a_changed_original_is_said_so_until_somebody_brings_the_translation_up_to_date(
    world, cast, public, thread, ref
):
    _translate(cast.ben.browser, ref)
    own = _translation(world).ref
    cast.amina.browser.post(f"/posts/{ref}/edit", body="We did it otherwise.", revision=1)
    page = public.page(f"/posts/{ref}/translations/nl")
    assert "The original was changed since" in page
    form = {"body": "Zo deden wij het.", "revision": 1, "of_revision": 2}
    cast.eve.browser.post(f"/posts/{own}/edit", form)
    assert world.rows(Translation)[0].of_revision == 1
    form = {"body": "Anders deden wij het.", "revision": 2, "of_revision": 99, "is_true": "y"}
    cast.eve.browser.post(f"/posts/{own}/edit", form)
    assert world.rows(Translation)[0].of_revision == 2
    assert "The original was changed since" not in public.page(f"/posts/{ref}/translations/nl")


def _own_ref(cast, ref: str) -> str:
    """Return the ref of the Dutch translation of a post, as its page names it."""
    page = cast.ben.browser.page(f"/posts/{ref}/translations/nl")
    return page.partition('/deletion"')[0].rpartition("/posts/")[2]
