"""Giving notice of a post or a profile: by anybody, about what they can see, once."""

import re

import pytest
from sqlalchemy import update

from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.moderation.models import ContentNotice, Desk, Matter
from hrcn_community.notifications.models import Notice
from tests.browsing import Browser, follow
from tests.discussions.masks import a_masking_space, persona_in, reply_masked
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC
from tests.letterbox import read
from tests.moderation.noticing import (
    OURS,
    WHY,
    address_of,
    give_notice,
    the_matter,
    the_notice,
)
from tests.racing import meanwhile, on_postgresql


@pytest.fixture
def thread(world, cast):
    space = world.space(PUBLIC, facilitator=cast.chandra)
    return world.thread(space, cast.amina, replies=[(cast.ben, "She lives in Elm Street.")])


def test_the_public_gives_notice_and_keeps_the_address_of_the_answer(
    world, cast, public, worker, mailbox, thread
):
    address = address_of(world, thread, 2)
    assert f"?post={address[7:]}" in public.page(thread.address)
    form = public.page(f"/moderation/notices/new?post={address[7:]}")
    assert f'value="{address}"' in form
    answer = give_notice(public, address, email="nora@example.org", passage="Elm Street")
    page = follow(public, answer)
    notice = the_notice(world)
    assert notice.ref in page
    assert WHY in page
    assert answer.headers["Location"].startswith(f"/moderation/notices/{notice.ref}/")
    assert (notice.revision, notice.passage, notice.notifier_id) == (1, "Elm Street", None)
    worker()
    [mail] = [each for each in mailbox() if "To: nora@example.org" in each]
    assert answer.headers["Location"] in mail.replace("=\n", "")
    assert "Elm" not in mail
    [told] = world.rows(Notice, kind="moderation.waits")
    assert told.person_id == cast.chandra.id


def test_a_member_gives_notice_and_finds_it_among_their_own(world, cast, worker, thread):
    address = address_of(world, thread, 2)
    page = follow(cast.omar.browser, give_notice(cast.omar.browser, f"http://localhost{address}"))
    assert WHY in page
    assert the_notice(world).ref in cast.omar.browser.page("/moderation/notices")
    assert the_notice(world).ref not in cast.eve.browser.page("/moderation/notices")
    assert cast.eve.browser.sees(f"/moderation/notices/{the_notice(world).ref}") == 404
    worker()
    assert world.rows(Notice, kind="moderation.received")[0].person_id == cast.omar.id


def test_the_address_in_a_browser_will_do_and_a_person_as_well(world, cast, thread):
    follow(cast.omar.browser, give_notice(cast.omar.browser, f"{thread.address}?post=2#p2"))
    follow(cast.omar.browser, give_notice(cast.omar.browser, "/people/ben"))
    post, profile = world.rows(Matter)
    assert (post.person_id, profile.person_id) == (cast.ben.id, cast.ben.id)
    assert (profile.post_id, profile.desk) == (None, Desk.CORE)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("explanation", ""), ("explanation", "bad"), ("category", ""), ("good_faith", ""),
     ("email", "nobody"), ("address", "")],
)  # fmt: skip
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(
    world, public, thread, field, wrong
):
    more = {field: wrong, "passage": "Elm Street"}
    answer = give_notice(public, **{"address": address_of(world, thread, 2), **more})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "Elm Street" in answer.text
    assert world.rows(ContentNotice) == []


def test_it_is_sent_from_our_own_page_alone(world, public, thread):
    fields = {"address": address_of(world, thread), "explanation": WHY}
    assert public.client.post("/moderation/notices", data=fields).status_code == 400
    elsewhere = {"Referer": "http://elsewhere.example.org/"}
    answer = public.client.post("/moderation/notices", data=fields, headers=elsewhere)
    assert answer.status_code == 400


def test_what_is_not_open_to_whoever_asks_is_as_if_it_did_not_exist(world, cast, public):
    hidden = world.thread(world.space(CONFIDENTIAL, member=cast.ben), cast.ben)
    there = address_of(world, hidden)
    nowhere = "/posts/" + "0" * len(there[7:])
    for browser in (public, cast.eve.browser, cast.cleo.browser):
        for name in (there, nowhere):
            assert browser.sees(f"/moderation/notices/new?post={name[7:]}") == 404
        answers = [give_notice(browser, each) for each in (there, nowhere, hidden.address)]
        assert {answer.status_code for answer in answers} == {422}
        texts = [
            re.sub(r'value="[^"]{60,}"', "", answer.text.replace(each, ""))
            for answer, each in zip(answers, (there, nowhere, hidden.address), strict=True)
        ]
        assert texts[0] == texts[1] == texts[2]
    assert give_notice(public, "/people/ben").status_code == 422
    assert world.rows(Matter) == []


def test_the_same_person_gives_notice_once_and_others_join_the_same_matter(world, cast, thread):
    address = address_of(world, thread, 2)
    first = give_notice(cast.omar.browser, address)
    again = give_notice(cast.omar.browser, address, explanation="I say it once more.")
    assert first.headers["Location"] == again.headers["Location"]
    give_notice(cast.dalia.browser, address)
    assert len(world.rows(ContentNotice)) == 2
    assert the_matter(world).notice_count == 2


def test_the_public_gives_six_an_hour_from_one_address(world, app, thread):
    address = address_of(world, thread, 2)
    answers = [
        give_notice(Browser(app), address, explanation=f"Reason number {each} of mine.")
        for each in range(7)
    ]
    assert [answer.status_code for answer in answers] == [303] * 6 + [429]
    assert "Reason number 6" in answers[-1].text
    assert the_matter(world).notice_count == 6


def test_a_strangers_words_are_mailed_to_nobody_and_no_mailbox_is_filled(
    world, app, thread, worker, mailbox
):
    """Six an hour to one address, wherever they come from; and none bears what was typed as a name."""
    address, lure = address_of(world, thread, 2), "You won, see evil.example"
    statuses = []
    for each in range(7):
        browser = Browser(app)
        browser.client.environ_base["REMOTE_ADDR"] = f"192.0.2.{each}"
        more = {"name": lure, "email": "zoe@example.org", "explanation": f"Reason number {each}"}
        statuses.append(give_notice(browser, address, **more).status_code)
    assert statuses == [303] * 6 + [429]
    worker()
    mails = read(mailbox(), "zoe@example.org")
    assert len(mails) == 6
    assert not [mail for mail in mails if "evil" in mail.all_said]


def test_nobody_reads_an_answer_without_its_key(world, public, thread):
    where = give_notice(public, address_of(world, thread, 2)).headers["Location"]
    answer = public.get(where)
    assert answer.status_code == 200
    assert (
        answer.headers["Cache-Control"] == "no-store"
    )  # it is one person's, though nobody's session
    assert public.sees(where[:-1] + ("0" if where[-1] != "0" else "1")) == 404
    assert public.sees(where.rpartition("/")[0]) == 404


def test_whose_it_is_to_decide(world, cast, thread):
    """By where it stands: about whoever runs a closed space, one of the core team, who is none of those."""
    cast.cleo, cast.tomas, cast.ines  # noqa: B018 - three of the core team
    give_notice(cast.omar.browser, address_of(world, thread, 2))
    open_ = world.thread(world.space(NETWORK, facilitator=cast.chandra), cast.chandra)
    give_notice(cast.omar.browser, address_of(world, open_))
    closed = world.space(CONFIDENTIAL, facilitator=cast.chandra, member=[cast.ben, cast.cleo])
    theirs = world.thread(closed, cast.chandra, replies=[(cast.ben, "Here.")])
    give_notice(cast.cleo.browser, address_of(world, theirs))
    give_notice(cast.cleo.browser, address_of(world, theirs, 2))
    matters = world.rows(Matter)
    assert [each.desk for each in matters] == ["facilitators", "core", "one", "facilitators"]
    assert matters[2].reader_id in {cast.tomas.id, cast.ines.id}


def test_a_pseudonym_is_what_it_is_about_and_nobody_behind_it(world, cast):
    space = a_masking_space(world, cast.amina, cast.ben, facilitator=cast.chandra)
    thread = world.thread(space, cast.ben)
    reply_masked(cast.amina, thread)
    give_notice(cast.ben.browser, address_of(world, thread, 2))
    matter = the_matter(world)
    assert matter.person_id == persona_in(world, space).id
    page = cast.chandra.browser.page(f"/moderation/matters/{matter.ref}")
    assert "Amina" not in page
    assert "pseudonym" in page


def test_a_notice_needs_no_script_and_bears_no_name_in_the_page_of_those_who_decide(
    world, cast, public, thread
):
    name = {"name": "Nora Lind", "email": "nora@example.org"}
    give_notice(public, address_of(world, thread, 2), **name)
    give_notice(cast.omar.browser, address_of(world, thread, 2))
    page = cast.chandra.browser.page(f"/moderation/matters/{the_matter(world).ref}")
    assert WHY in page
    for secret in ("Nora", "nora@", "Omar", "@omar"):
        assert secret not in page
    assert OURS


def test_two_notices_before_the_worker_comes_are_told_of_once(world, cast, worker, thread):
    address = address_of(world, thread, 2)
    for somebody in (cast.omar, cast.dalia):
        give_notice(somebody.browser, address)
    worker()
    [told] = world.rows(Notice, kind="moderation.waits")
    assert told.person_id == cast.chandra.id


@on_postgresql
def test_a_notice_that_comes_while_it_is_decided_opens_a_matter_of_its_own(
    app, world, cast, thread
):
    address = address_of(world, thread, 2)
    give_notice(cast.omar.browser, address)
    first = the_matter(world)
    decided = update(Matter).where(Matter.id == first.id).values(decided_at=clock.now())
    assert not meanwhile(
        app,
        lambda: db.session.execute(decided),
        lambda: give_notice(cast.dalia.browser, address) and None,
    )
    assert [each.notice_count for each in world.rows(Matter)] == [1, 1]
