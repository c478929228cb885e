"""The mail that a post was sent as: whole, and for its author alone."""

import pytest

from hrcn_community.conversations.models import Post
from hrcn_community.core.db import db
from hrcn_community.receiving.models import MailedOriginal
from hrcn_community.spaces.models import Space
from tests.receiving.mails import OWN

WHOLE = (
    f"{OWN}\n\nOn 3 Nov 2025, at 10:02, HRCN <community@example.org> wrote:\n> How <b>?\n\n-- \nBen"
)


@pytest.fixture
def mailed(world, cast, postbox, thread, to) -> Post:
    assert postbox.receive(postbox.mail(cast.ben, to, WHOLE)) == "posted"
    return world.rows(Post, conversation_id=thread.conversation_id)[-1]


def test_its_author_is_led_to_the_whole_of_it(cast, thread, mailed):
    page = cast.ben.browser.page(thread.address)
    address = f"/posts/{mailed.ref}/as-mailed"
    assert address in page
    page = cast.ben.browser.page(address)
    assert "On 3 Nov 2025, at 10:02" in page
    assert "&gt; How &lt;b&gt;?" in page
    assert "-- \nBen" in page


def test_nobody_else_knows_that_it_came_by_mail(world, cast, public, thread, mailed):
    address = f"/posts/{mailed.ref}/as-mailed"
    for somebody in (cast.amina, cast.chandra, cast.cleo, cast.eve):
        answer = somebody.browser.get(address)
        nothing = somebody.browser.get("/posts/0000000000/as-mailed")
        assert answer.status_code == nothing.status_code == 404
        assert "How &lt;b" not in answer.text
        assert "as-mailed" not in somebody.browser.page(thread.address)
    assert public.get(address).status_code == 404
    assert "as-mailed" not in cast.ben.browser.page(thread.address).replace(address, "")


def test_a_post_that_was_written_here_was_no_mail(world, cast, thread, mailed):
    world.reply(thread, cast.ben)
    other = world.rows(Post, conversation_id=thread.conversation_id)[-1]
    assert cast.ben.browser.get(f"/posts/{other.ref}/as-mailed").status_code == 404
    assert f"{other.ref}/as-mailed" not in cast.ben.browser.page(thread.address)


def test_hidden_its_words_are_still_its_authors(cast, mailed):
    form = {"reason": "It names a tenant."}
    assert cast.chandra.browser.post(f"/posts/{mailed.ref}/hiding", form).status_code == 303
    assert "On 3 Nov 2025" in cast.ben.browser.page(f"/posts/{mailed.ref}/as-mailed")
    assert cast.chandra.browser.get(f"/posts/{mailed.ref}/as-mailed").status_code == 404


def test_it_goes_with_the_post_and_does_not_come_back(world, cast, thread, mailed):
    ben = cast.ben.browser
    assert ben.post(f"/posts/{mailed.ref}/deletion").status_code == 303
    assert ben.get(f"/posts/{mailed.ref}/as-mailed").status_code == 404
    assert world.rows(MailedOriginal) == []
    assert ben.post(f"/posts/{mailed.ref}/deletion/end").status_code == 303
    assert OWN in ben.page(thread.address)
    assert ben.get(f"/posts/{mailed.ref}/as-mailed").status_code == 404
    assert "as-mailed" not in ben.page(thread.address)


def test_held_it_is_found_by_its_author_and_by_no_facilitator(
    world, cast, postbox, space, thread, to
):
    world.do(lambda: setattr(db.session.get_one(Space, space.id), "first_posts", "held"))
    assert postbox.receive(postbox.mail(cast.ben, to, WHOLE)) == "held"
    address = f"/posts/{world.rows(Post)[-1].ref}/as-mailed"
    assert "On 3 Nov 2025" in cast.ben.browser.page(address)
    assert cast.chandra.browser.get(address).status_code == 404
    assert cast.ben.browser.post(address.replace("as-mailed", "deletion")).status_code == 303
    assert world.rows(MailedOriginal) == []


def test_an_edit_leaves_the_mail_as_it_came(world, cast, thread, mailed):
    form = {"body": "Changed.", "revision": "1"}
    assert cast.ben.browser.post(f"/posts/{mailed.ref}/edit", form).status_code == 303
    assert OWN in cast.ben.browser.page(f"/posts/{mailed.ref}/as-mailed")


def test_a_very_long_mail_is_kept_up_to_a_length(world, cast, postbox, to):
    line = f"> {'x' * 97}\n"
    text = f"{OWN}\n\nOn 3 Nov 2025, at 10:02, HRCN <community@example.org> wrote:\n{line * 3_500}"
    assert postbox.receive(postbox.mail(cast.ben, to, text)) == "posted"
    assert [len(row.text) for row in world.rows(MailedOriginal)] == [200_000]
    assert world.rows(Post)[-1].source == OWN
