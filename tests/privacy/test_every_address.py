"""Every address of the house asked once: nothing is read unseen, nothing is loaded from elsewhere."""

import re
from email import message_from_string
from email.policy import default

import pytest
from flask import Flask

from config import ROOT
from hrcn_community.audit.models import ReadEntry
from hrcn_community.conversations.models import Post
from hrcn_community.notifications.digests import gather_digests
from hrcn_community.site.cookies import cookies
from tests.addresses import filled, rules
from tests.attachments.sending import add, links_in, reply_with
from tests.browsing import follow
from tests.discussions.posts import post_of
from tests.elsewhere import from_elsewhere, from_elsewhere_in_style, told_elsewhere
from tests.factories import CONFIDENTIAL, NETWORK
from tests.papers import readable

SECRET = "quillback"
WAYS = ("", ".md", ".pdf", "/summary")  # a thread as a page, as copies to take along, in short
REMOTE = (
    "![a pixel](https://tracker.example/p.gif) <img src='https://tracker.example/i.gif'> "
    "<style>@import 'https://tracker.example/s.css'</style> [a link](https://elsewhere.example/)"
)


@pytest.fixture
def closed(world, cast):
    return world.space(CONFIDENTIAL, facilitator=cast.chandra, member=[cast.amina, cast.ben])


@pytest.fixture
def thread(world, cast, closed, worker):
    """Words, a file and a mark in a closed space; in an open one a post with something remote, told by mail."""
    thread = world.thread(closed, cast.ben, "Fish", f"Of the {SECRET}. {REMOTE}")
    file = add(cast.ben.browser, f"The {SECRET}.".encode(), "fish.txt")
    follow(cast.ben.browser, reply_with(cast.ben, thread, file, body=f"A {SECRET} again."))
    chandra = cast.chandra.browser
    chandra.step_up()
    chandra.post(f"/posts/{post_of(world, thread, 2).ref}/bookmark")
    open_ = world.thread(world.space(NETWORK), cast.chandra, "Walls")
    world.reply(open_, cast.ben, f"@chandra {REMOTE}")
    worker()
    world.do(gather_digests)
    worker()
    return thread


def test_nothing_is_read_unseen_and_nothing_is_loaded_from_elsewhere(
    app, world, cast, closed, thread, mailbox
):
    """What comes later is covered by itself."""
    chandra, shown, unseen, wrong = cast.chandra.browser, set(), set(), {}
    files = links_in(chandra.page(thread.address))
    names = {thread.ref, closed.slug, *(post.ref for post in world.rows(Post))}
    asked = [*_asked(app, names), *files, f"/search?q={SECRET}", f"/search?q={SECRET}&typing=1"]
    known, rows = _known_cookies(app), world.rows(ReadEntry)
    for address in asked:
        answer, before = chandra.get(address), len(rows)
        rows = world.rows(ReadEntry)
        if found := _tells_elsewhere(answer, known):
            wrong[address] = found
        if answer.status_code == 200 and SECRET in readable(answer):
            shown.add(address)
            written = {(row.space_id, row.person_id) for row in rows[before:]}
            if written != {(closed.id, cast.chandra.id)}:
                unseen.add(address)
    assert unseen == set()
    assert wrong == {}
    ways = {f"{thread.address}{way}" for way in WAYS} | {"/bookmarks", f"/search?q={SECRET}"}
    assert (ways | set(files)) - shown == set()
    assert {"history", "quotation"} <= {address.rpartition("/")[2] for address in shown}
    assert files
    _mail_tells_nobody(mailbox())


def _asked(app: Flask, names: set[str]) -> list[str]:
    """Return each address of the house: with the names of what stands here, or with one of anything."""
    with app.app_context():
        found = [list(filled(rule)) for rule in rules(app, "GET")]
    here = [[each for each in some if any(name in each for name in names)] for some in found]
    return [each for some, ours in zip(found, here, strict=True) for each in ours or some[:1]]


def _known_cookies(app: Flask) -> set[str]:
    with app.test_request_context():
        return {name for name, *_ in cookies()}


def _tells_elsewhere(answer, known: set[str]) -> list[str]:
    """Return what a page would load from, or tell, somebody else; and cookies that are in no list."""
    left = {each.split("=")[0] for each in answer.headers.getlist("Set-Cookie")}
    is_page = answer.mimetype == "text/html"
    return [
        *told_elsewhere(answer),
        *(left - known),
        *(from_elsewhere(answer.text) if is_page else ()),
    ]


def _mail_tells_nobody(mails: list[str]) -> None:
    """Of what is confidential no mail says anything, and none has a picture that tells who opened it."""
    pages = [
        part.get_content()
        for mail in mails
        for part in message_from_string(mail, policy=default).walk()
        if part.get_content_type() == "text/html"
    ]
    assert any("elsewhere.example" in page for page in pages), "it was told by mail"
    assert [page for page in pages if SECRET in page or "<img" in page] == []
    assert [found for page in pages for found in from_elsewhere(page)] == []


def test_neither_styles_nor_scripts_nor_templates_name_another_host():
    """What no test asks for is covered too, as it is written."""
    wrong = []
    for style in (ROOT / "static").rglob("*.css"):
        wrong += [(style.name, each) for each in from_elsewhere_in_style(style.read_text())]
    for script in (ROOT / "static" / "js").rglob("*.js"):
        wrong += [
            (script.name, each) for each in re.findall(r"https?://[^\s\"'`]+", script.read_text())
        ]
    for template in (ROOT / "templates").rglob("*.html"):
        wrong += [(template.name, each) for each in from_elsewhere(template.read_text())]
    assert [each for each in wrong if each[1] not in ("base",)] == []
