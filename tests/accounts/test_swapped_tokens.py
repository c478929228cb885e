"""A token of one kind opens nothing of another: it is answered as one that never was."""

import re

import pytest

from tests.accounts.test_joining import NORA
from tests.factories import PUBLIC
from tests.letterbox import read
from tests.moderation.noticing import address_of, decide, give_notice, the_matter

PASSWORD = {"password": "the stairs have eleven steps"}
# Where each kind is used: its page, and what is sent from it.
USED_AT = {
    "reset": ("/sign-in/reset/{}", PASSWORD),
    "confirmation": ("/join/confirm/{}", {}),
    "invitation": ("/join/invitation/{}", {"name": "Nora Lind", "privacy": "y", **PASSWORD}),
    "address": ("/address/{}", {}),
    "unsubscribing": ("/unsubscribe/{}", {}),
    "archive": ("/settings/data/{}", {}),
    "file": ("/files/{}", {}),
}
NEVER_WAS = "x" * 43


@pytest.fixture
def tokens(world, cast, public, worker, mailbox) -> dict[str, str]:
    """One of each kind, still good."""
    thread = world.thread(world.space(PUBLIC), cast.amina, replies=[(cast.ben, "In Elm Street.")])
    world.reply(thread, cast.ben, "@amina")
    public.post("/sign-in/reset", email=cast.eve.email)
    public.post("/join", NORA)
    cast.cleo.browser.post("/admin/invitations", email="iris@example.org", role="practitioner")
    cast.dalia.browser.step_up()
    cast.dalia.browser.post("/settings/email", email="dalia.new@example.org")
    cast.omar.browser.step_up()
    cast.omar.browser.post("/settings/data")
    give_notice(cast.omar.browser, address_of(world, thread, 2))
    decide(cast.cleo, the_matter(world), sanction="suspend", days="10")
    worker()

    def last(pattern: str, text: str) -> str:
        found = re.findall(pattern, text)
        assert found, pattern
        return found[-1]

    mails = mailbox()
    told = read(mails, cast.amina.email)[-1].headers["List-Unsubscribe"]
    statement = read(mails, cast.ben.email)[-1].text
    return {
        "reset": read(mails, cast.eve.email)[-1].link.split("/")[-1],
        "confirmation": read(mails, NORA["email"].lower())[-1].link.split("/")[-1],
        "invitation": read(mails, "iris@example.org")[-1].link.split("/")[-1],
        "address": read(mails, "dalia.new@example.org")[-1].link.split("/")[-1],
        "unsubscribing": last(r"/unsubscribe/([^>]+)>", told),
        "archive": last(
            r'/settings/data/([0-9a-z]{20,})"', cast.omar.browser.page("/settings/data")
        ),
        "statement": last(r"/moderation/statements/\w+/(\w+)", statement),
    }


def test_no_kind_is_taken_for_another(tokens, cast, public):
    cast.omar.browser.step_up()
    wrong = []
    for kind, token in tokens.items():
        for other, (address, fields) in USED_AT.items():
            if other == kind:
                continue
            for browser in (public, cast.omar.browser):
                for ask in (browser.get, lambda path, b=browser, f=fields: b.post(path, f)):
                    given, never = (ask(address.format(each)) for each in (token, NEVER_WAS))
                    if given.status_code != never.status_code:
                        wrong.append(f"{kind} at {other}: {given.status_code}, {never.status_code}")
    assert wrong == []
    # and where it belongs each is still good
    assert public.get(f"/sign-in/reset/{tokens['reset']}").status_code == 200
    assert public.get(f"/join/confirm/{tokens['confirmation']}").status_code == 200
