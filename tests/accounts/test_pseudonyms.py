"""The names of pseudonyms, and what of a text tells who wrote it."""

import pytest

from hrcn_community.accounts import pseudonyms
from hrcn_community.accounts.personas import is_placeholder
from hrcn_community.accounts.pseudonyms import WORDS, NoneLeft, new_pseudonym, said_of_oneself
from tests.discussions.masks import a_masking_space, persona_in, reply_masked


def test_a_pseudonym_is_a_plain_word_and_a_number():
    for _ in range(50):
        word, number = new_pseudonym(lambda _: False).split()
        assert word in WORDS
        assert 11 <= int(number) <= 99
        assert int(number) not in pseudonyms.AVOIDED


def test_a_name_that_is_taken_is_given_to_nobody_else():
    taken: set[str] = set()
    for _ in range(200):
        name = new_pseudonym(taken.__contains__)
        assert name not in taken
        taken.add(name)
    with pytest.raises(NoneLeft):
        new_pseudonym(lambda _: True)


def test_a_pseudonym_resembles_no_member(world, cast, monkeypatch):
    monkeypatch.setattr(pseudonyms, "WORDS", ["Quartz", "Onyx"])
    for name in ("Quartz Miller", "Jean Quartzel"):
        world.person(name)
    space = a_masking_space(world, cast.amina, cast.ben)
    reply_masked(cast.amina, world.thread(space, cast.ben))
    assert persona_in(world, space).name.startswith("Onyx ")


@pytest.mark.parametrize("name", ["0pal Smith", "Jean OpaI"])
def test_a_pseudonym_looks_like_no_members_name(world, cast, monkeypatch, name):
    monkeypatch.setattr(pseudonyms, "WORDS", ["Opal", "Quartz"])
    world.person(name)
    assert _new_pseudonym(world, cast).startswith("Quartz ")


def test_a_pseudonym_looks_like_no_handle_of_a_member_who_is_called_otherwise_now(
    world, cast, monkeypatch
):
    monkeypatch.setattr(pseudonyms, "WORDS", ["Opal", "Quartz"])
    opal = world.person("Opal Miller")
    opal.browser.post("/settings", name="Ada Miller", timezone="Europe/Vienna")
    assert _new_pseudonym(world, cast).startswith("Quartz ")


def _new_pseudonym(world, cast) -> str:
    space = a_masking_space(world, cast.amina, cast.ben)
    reply_masked(cast.amina, world.thread(space, cast.ben))
    return persona_in(world, space).name


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I am Zoë.", ["Zoe"]),
        ("ZOE VAN DIJK", ["Zoe", "Dijk"]),
        ("The van stood in Den Haag.", ["Den Haag"]),
        ("Haag, den 3. Mai", []),
        ("Zoetermeer and Dijkstra", []),
        ("write to zoe@example.org", ["zoe@example.org", "Zoe"]),
        ("", []),
    ],
)
def test_what_names_oneself_is_found_by_whole_words(text, found):
    phrases = ["zoe@example.org", "Den Haag", ""]
    assert said_of_oneself([text], ["Zoe van Dijk"], phrases) == found


def test_the_address_of_a_persona_can_never_be_one():
    assert is_placeholder("ab12@persona.invalid")
    assert not is_placeholder("persona@example.org")
