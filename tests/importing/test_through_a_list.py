"""Who wrote through a list whose own address stands in the sender's place."""

from typing import Any

import pytest

from hrcn_community.accounts.models import Person
from tests.importing.mailboxes import a_message

LIST = "net@lists.example.org"
NAMES = [(1, "Amina"), (2, "Ben")]
SHARED: dict[str, dict[str, Any]] = {
    "the sender's": {"Reply_To": LIST},
    "the sender's, in other letters": {"Reply_To": f"Net <{LIST.upper()}>"},
    "whom it was sent to": {"Reply_To": "all@lists.example.org", "To": "All@lists.example.org"},
    "who had a copy": {"Reply_To": "all@lists.example.org", "Cc": "x@y.org, all@lists.example.org"},
    "where one posts": {
        "Reply_To": "all@lists.example.org",
        "List_Post": "<mailto:all@lists.example.org?subject=x>",
    },
    "no other": {},
}


@pytest.mark.parametrize("kind", SHARED)
def test_an_address_that_many_share_is_nobodys(bring, box, world, kind):
    more = SHARED[kind]
    path = box(
        a_message(1, From=f"Amina via Net <{LIST}>", **more),
        a_message(2, From=f"Ben via Net <{LIST}>", **more),
        a_message(3, From=f"Amina via Net <{LIST}>", **more),
    )
    bring("mbox", path)
    names = sorted(person.name for person in world.rows(Person, standing="imported"))
    assert names == ["Amina (imported)", "Ben (imported)"]


def test_a_list_that_writes_names_before_its_address_is_nobody(bring, box, world):
    more: dict[str, Any] = {"List_Post": f"<mailto:{LIST}>"}
    bring("mbox", box(*(a_message(n, From=f"{name} <{LIST}>", **more) for n, name in NAMES)))
    names = sorted(person.name for person in world.rows(Person, standing="imported"))
    assert names == ["Amina (imported)", "Ben (imported)"]


def test_nobody_claims_by_the_address_of_a_list(bring, box, world, cast):
    space = world.space(member=[cast.cleo])
    message = a_message(1, From=f"Amina via Net <{cast.ben.email}>", Reply_To=cast.ben.email)
    bring("mbox", box(message), "--space", space.slug)
    assert "Amina" not in cast.ben.browser.page("/settings/imported")
