"""Names that could be taken for other people's."""

import pytest

from hrcn_community.accounts.models import Application
from hrcn_community.accounts.names import why_name_refused
from tests.accounts.test_joining import NORA


@pytest.mark.parametrize(
    "name",
    [
        "Amina", "Амина", "José María", "D’Angelo", "O'Neill", "Jean-Pierre", "Ана Smith", "田中さくら",
        "김철수", "Mª José", "Łukasz Żółć", "Nguyễn Văn", "إبراهيم", "Дж. Смит", "Amina 2", "Иванов-Smith",
        "William Hart 3rd", "Louis 14e", "X A-12",
    ],
)  # fmt: skip
def test_names_as_people_have_them_are_taken(name):
    assert why_name_refused(name) is None


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Аmina", "two scripts"),  # its first letter is Cyrillic
        ("Ρaul", "two scripts"),  # Greek
        ("A\u200bmina", "nobody can see"),
        ("Amina\u2060", "nobody can see"),
        ("Ami\u00adna", "nobody can see"),
        ("Amina\u3164", "nobody can see"),
        ("Amina \u2800", "nobody can see"),
        ("Ａｍｉｎａ", "plain letters"),
        ("𝐀mina", "plain letters"),
        ("Amina Ko1l", "figures among its letters"),
        ("0mar Khalil", "figures among its letters"),
        ("3оя", "figures among its letters"),
        ("Quartz 45", "one of our pseudonyms"),
    ],
)
def test_a_name_that_looks_like_another_is_refused_in_words(app, cast, name, why):
    with app.test_request_context():
        assert why in str(why_name_refused(name))
    answer = cast.eve.browser.post("/settings", name=name, timezone="Europe/Vienna")
    assert answer.status_code == 422
    assert why in answer.text


def test_nobody_joins_under_such_a_name(world, public):
    answer = public.post("/join", {**NORA, "name": "Аmina"})
    assert answer.status_code == 422
    assert "two scripts" in answer.text
    assert world.rows(Application) == []


def test_what_turns_a_name_round_is_taken_out_of_it(world, cast):
    cast.eve.browser.post("/settings", name="Eve\u202e Nur", timezone="Europe/Vienna")
    assert "Eve Nur" in cast.ben.browser.page("/people/eve")
