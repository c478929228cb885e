"""Letting the first people in from the command line."""

import pytest

from hrcn_community.accounts.models import Person, RoleProposal
from hrcn_community.cli import hrcn


@pytest.fixture
def run(app):
    """Run `hrcn person add` with a password on standard input."""

    def add(*words: str, password: str = "a sentence of my own"):
        runner = app.test_cli_runner()
        command = ["person", "add", *words, "--password-stdin"]
        return runner.invoke(hrcn, command, input=f"{password}\n")

    return add


def test_somebody_is_added_and_signs_in(run, public):
    result = run("Zoe@Example.org", "--name", "Zoë Ångström", "--role", "advisor")
    assert result.exit_code == 0, result.output
    assert "/people/zoe-angstrom" in result.output
    assert public.sign_in("zoe@example.org", "a sentence of my own").status_code == 303


def test_the_core_team_is_founded_by_two_and_then_grants_its_role_itself(run, world):
    for number in (1, 2):
        result = run(f"core{number}@example.org", "--name", f"Core {number}", "--role", "core")
        assert result.exit_code == 0
    result = run("core3@example.org", "--name", "Core 3", "--role", "core")
    assert result.exit_code == 0
    assert "until two of the core team agree" in result.output
    assert len(world.rows(Person, site_role="core")) == 2
    (proposal,) = world.rows(RoleProposal, role="core")
    assert (proposal.proposed_by_id, proposal.decided_at) == (None, None)


def test_an_advisor_comes_from_the_command_line_only_while_the_house_begins(run, world, cast):
    assert run("a@example.org", "--name", "Early", "--role", "advisor").exit_code == 0
    cast.cleo, cast.tomas  # noqa: B018 - now the core team has two people
    result = run("b@example.org", "--name", "Late", "--role", "advisor")
    assert "until two of the core team agree" in result.output
    assert [each.name for each in world.rows(Person, site_role="advisor")] == ["Early"]
    assert run("c@example.org", "--name", "Keeper", "--role", "administrator").exit_code == 0
    assert len(world.rows(Person, site_role="administrator")) == 1


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [
        ("nobody", "a sentence of my own", "This does not look like an e-mail address"),
        ("zoe@example.org", "short", "Use at least 8 characters"),
        ("zoe@example.org", "human rights", "among the first"),
    ],
)
def test_what_cannot_be_taken_is_said_in_words(run, world, email, password, words):
    result = run(email, "--name", "Zoe", "--role", "practitioner", password=password)
    assert result.exit_code == 1
    assert words in result.output
    assert world.rows(Person) == []


def test_a_known_address_is_not_added_twice(run, world, cast):
    result = run(cast.amina.email, "--name", "Amina", "--role", "core")
    assert result.exit_code == 1
    assert "There is an account" in result.output
    assert [person.site_role for person in world.rows(Person)] == ["practitioner"]


def test_without_a_password_they_choose_one_by_a_mailed_link(app, world, public):
    command = ["person", "add", "zoe@example.org", "--name", "Zoe", "--role", "practitioner"]
    result = app.test_cli_runner().invoke(hrcn, command)
    assert result.exit_code == 0, result.output
    assert "/sign-in/reset" in result.output
    assert public.sign_in("zoe@example.org", "").status_code == 422
    assert public.sign_in("zoe@example.org", "nobody has this password").status_code == 422
