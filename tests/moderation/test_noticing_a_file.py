"""Notice of a file, beside its post: the file is hidden or removed, the words of the post stay."""

import pytest

from hrcn_community.conversations.models import Attachment
from hrcn_community.moderation.models import Matter
from tests.attachments.sending import add, links_in, picture, reply_with
from tests.browsing import follow
from tests.discussions.posts import post_of
from tests.factories import CONFIDENTIAL, PUBLIC
from tests.moderation.noticing import address_of, ask_appeal, decide, give_notice, the_decision


@pytest.fixture
def thread(world, cast):
    space = world.space(PUBLIC, facilitator=cast.chandra, member=[cast.amina, cast.ben])
    thread = world.thread(space, cast.ben)
    ref = add(cast.amina.browser, picture(), "kanari-plan.png")
    follow(cast.amina.browser, reply_with(cast.amina, thread, ref, body="The words stay."))
    return thread


def the_file(world) -> Attachment:
    return world.rows(Attachment)[-1]


def test_a_hidden_file_is_404_for_others_also_where_it_was_kept_and_the_words_stay(
    world, cast, public, thread
):
    ben = cast.ben.browser
    ref = the_file(world).ref
    [link] = links_in(public.page(thread.address))
    kept = public.get(link)
    assert kept.status_code == 200
    [own] = links_in(cast.amina.browser.page(thread.address))
    assert f"/moderation/notices/new?file={ref}" in public.page(thread.address)
    assert f"/files/{ref}" in ben.page(f"/moderation/notices/new?file={ref}")
    assert give_notice(ben, f"/files/{ref}").status_code == 303
    assert give_notice(public, link).status_code == 303  # the address that a browser shows
    give_notice(ben, address_of(world, thread, 2))  # the post is another matter
    about = {row.about: row for row in world.rows(Matter)}
    assert {name: row.notice_count for name, row in about.items()} == {"file": 2, "post": 1}
    matter = about["file"]
    where = f"/moderation/matters/{matter.ref}"
    assert "kanari-plan.png" in cast.chandra.browser.page(where)
    assert decide(cast.chandra, matter, measure="hide").status_code == 303
    again = {"If-None-Match": kept.headers["ETag"]}
    for browser in (public, ben, cast.chandra.browser):
        assert browser.get(link, headers=again).status_code == 404
        assert browser.sees(f"{link}/small") == 404
        page = browser.page(thread.address)
        assert "The words stay." in page
        assert ref not in page
    for browser in (public, ben):
        assert thread.address not in browser.page("/search?q=kanari").partition("<main")[2]
        assert browser.sees(f"{where}/file") in (401, 404)
    assert cast.amina.browser.sees(own) == 200  # her own
    assert cast.chandra.browser.sees(f"{where}/file") == 200
    assert the_decision(world).person_id == cast.amina.id
    assert cast.amina.browser.post(f"{where}/decision/end").status_code == 404
    follow(cast.chandra.browser, cast.chandra.browser.post(f"{where}/decision/end"))
    assert public.sees(link) == 200
    assert thread.address in public.page("/search?q=kanari").partition("<main")[2]


def test_a_removed_file_is_gone_for_its_author_too_until_an_appeal(world, cast, thread):
    ref = the_file(world).ref
    [own] = links_in(cast.amina.browser.page(thread.address))
    give_notice(cast.ben.browser, f"/files/{ref}")
    [matter] = world.rows(Matter)
    decide(cast.chandra, matter, measure="remove")
    assert cast.amina.browser.sees(own) == 404
    ask_appeal(cast.amina.browser, the_decision(world).ref)
    cleo = cast.cleo.browser
    where = cleo.page("/moderation").split("/moderation/appeals/")[1].split('"')[0]
    said = {"outcome": "reversed", "answer": "It is a map."}
    follow(cleo, cleo.post(f"/moderation/appeals/{where}/decision", said))
    assert cast.ben.browser.page(thread.address).count(ref) > 0


def test_what_is_not_open_to_whoever_gives_notice_is_nothing(world, cast, public):
    space = world.space(CONFIDENTIAL, facilitator=cast.chandra, member=cast.amina)
    thread = world.thread(space, cast.amina)
    ref = add(cast.amina.browser, picture("red"))
    not_sent = add(cast.amina.browser, picture("blue"))
    follow(cast.amina.browser, reply_with(cast.amina, thread, ref))
    post = post_of(world, thread, 2)
    for browser in (public, cast.ben.browser):
        for each in (ref, not_sent, "0" * 10):
            assert browser.sees(f"/moderation/notices/new?file={each}") == 404
            refused = give_notice(browser, f"/files/{each}", explanation="My kept words here.")
            assert refused.status_code == 422
            assert "My kept words here." in refused.text
    assert give_notice(cast.amina.browser, f"/files/{not_sent}").status_code == 422
    elsewhere = f"/posts/{post_of(world, thread).ref}?file={ref}"
    assert give_notice(cast.amina.browser, elsewhere).status_code == 422
    assert give_notice(cast.amina.browser, f"/posts/{post.ref}?file={ref}").status_code == 303
    [matter] = world.rows(Matter)
    form = {"body": "Here it is.", "revision": 1, "language": "en", "files": [ref], "drop": [ref]}
    follow(cast.amina.browser, cast.amina.browser.post(f"/posts/{post.ref}/edit", form))
    page = cast.chandra.browser.page(f"/moderation/matters/{matter.ref}")
    assert "taken out since" in page or "alone may read" in page
