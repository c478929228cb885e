"""Reading a query: words, phrases, exclusions, beginnings, operators; and saying it again."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrcn_community.search.asked import Known, first_day, parse

KNOWN = Known(
    {
        "in": {"threads": "threads", "thread": "threads", "faden": "threads"},
        "theme": {"housing": "housing", "wohnen": "housing", "human rights": "human-rights"},
        "lang": {"de": "de", "deutsch": "de"},
        "is": {"open": "open"},
        "city": {},
    }
)


def said(text: str, **fields: str) -> list[str]:
    return [part.said for part in parse(text, KNOWN, fields).parts]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("warm homes", ["warm", "homes"]),
        ("  WARM \t homes\n", ["warm", "homes"]),
        ('"human rights" city', ['"human rights"', "city"]),
        ("“human rights„ city", ['"human rights"', "city"]),
        ('"human rights', ['"human rights"']),
        ('"rights"', ["rights"]),
        ("rights -hotel", ["rights", "-hotel"]),
        ('rights -"hotel bar"', ["rights", '-"hotel bar"']),
        ("rights -bed-room", ["rights", '-"bed room"']),
        ("hous*", ["hous*"]),
        ("h* *ous * **", ["h", "ous"]),
        ("foo-bar c++", ["foo", "bar", "c"]),
        ("in:threads by:amina", ["in:threads", "by:amina"]),
        ("IN:Thread Lang:Deutsch", ["in:threads", "lang:de"]),
        ('theme:"human  rights" theme:Wohnen', ["theme:human-rights", "theme:housing"]),
        ('by:"Amina Koll"', ['by:"Amina Koll"']),
        ("-in:threads", ["-in:threads"]),
        ("after:2025 before:2025-3", ["after:2025", "before:2025-3"]),
        ("http://example.org/x foo:bar", ["http", "example", "org", "x", "foo", "bar"]),
        ("in: threads", ["in", "threads"]),
        ("x x x", ["x"]),
        ("- -- --x", ["-x"]),
        ("", []),
        ('"" "   " - * ¶ ???', []),
    ],
)
def test_a_query_is_read_as_it_is_meant(text, parts):
    assert said(text) == parts


def test_fields_say_the_same_as_operators_and_are_added_to_them():
    asked = parse("homes lang:de", KNOWN, {"in": "threads", "lang": "de", "by": "Amina Koll"})
    assert asked.text == 'homes lang:de in:threads by:"Amina Koll"'
    assert asked.fields == {"lang": "de", "in": "threads", "by": "Amina Koll"}
    assert asked.line == "homes"


def test_what_no_field_can_say_stays_in_the_line():
    asked = parse('homes "a b" -x -lang:de theme:housing theme:wohnen theme:"human rights"', KNOWN)
    assert asked.line == 'homes "a b" -x -lang:de theme:human-rights'


@pytest.mark.parametrize(
    "text", ["after:yesterday", "before:2025-13", "lang:xx", "theme:unknown", "in:kitchen", "is:x",
             "after:0000", "after:99999", "city:atlantis"],
)  # fmt: skip
def test_a_value_that_is_none_is_kept_and_said_to_be_none(text):
    asked = parse(f"{text} homes", KNOWN)
    assert [part.said for part in asked.misunderstood] == [text]


def test_common_words_need_not_be_there_unless_nothing_else_is_asked():
    assert [part.value for part in parse("the rights of people", KNOWN).wanted] == ["rights"]
    assert [part.value for part in parse("who are they", KNOWN).wanted] == ["who", "are", "they"]
    assert parse("the in:threads", KNOWN).wanted == []
    assert [part.value for part in parse('"the right of way"', KNOWN).wanted] == [
        "the right of way"
    ]


def test_while_somebody_types_the_last_word_is_not_common_yet():
    asked = parse("rights the", KNOWN, typing=True)
    assert [part.value for part in asked.wanted] == ["rights", "the"]
    assert not parse("rights the ", KNOWN, typing=True).is_typing


def test_twelve_words_and_a_thousand_characters_are_looked_at_and_more_is_said():
    assert not parse(" ".join(f"w{n}" for n in range(12)), KNOWN).is_cut
    asked = parse(" ".join(f"w{n}" for n in range(13)), KNOWN)
    assert asked.is_cut
    assert len(asked.parts) == 12
    assert parse("word " * 10 + " " * 1000, KNOWN).is_cut is False
    assert parse("é" * 1001, KNOWN).is_cut


@pytest.mark.parametrize(
    ("said", "day"),
    [("2025", "2025-01-01"), ("2025-3", "2025-03-01"), ("2025-03-09", "2025-03-09"),
     ("2025-02-30", None), ("0000", None), ("25", None), ("٢٠٢٥", None)],
)  # fmt: skip
def test_a_year_a_month_and_a_day_begin_on_a_day(said, day):
    found = first_day(said)
    assert (found.isoformat() if found else None) == day


SIGNS = st.lists(st.sampled_from(['"', "-", "*", "in:", "a", "threads", " ", ":", "\\"]))


@given(st.text(max_size=80) | SIGNS.map("".join))
def test_whatever_is_read_is_read_again_from_what_it_says(text):
    asked = parse(text, KNOWN)
    if not asked.is_cut:
        assert parse(asked.text, KNOWN).parts == asked.parts
        assert set(parse(asked.line, KNOWN, asked.fields).parts) == set(asked.parts)


@pytest.mark.parametrize("shape", ['"', "-", "a:", "in:", '-"', "*", "a*", "in:\"", "((", "éé", "\0"])  # fmt: skip
def test_reading_takes_time_that_grows_with_the_length_alone(shape):
    """Ten thousand characters are cut to a thousand; even whole they would be read at once."""
    before = time.process_time()
    for _ in range(20):
        parse(shape * (10_000 // len(shape)), KNOWN)
    assert time.process_time() - before < 1
