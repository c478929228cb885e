"""Finding what may point to a person, in the languages of the network."""

import time

from hypothesis import given
from hypothesis import strategies as st

from hrcn_community.core.personal import find_personal, neutral, pieces

FOUND = (
    ("Write to anna.k+help@mail.example.org today.", [("mail", "anna.k+help@mail.example.org")]),
    ("Call +43 (0)316 872-0001 or 0664/123 45 67.", [
        ("telephone", "+43 (0)316 872-0001"), ("telephone", "0664/123 45 67"),
    ]),
    ("She lives at 12 Old Mill Road, we think.", [("street", "12 Old Mill Road")]),
    ("Er wohnt in der Elisabethstraße 14b.", [("street", "Elisabethstraße 14b")]),
    ("Sie wohnt Wiener Straße 5.", [("street", "Wiener Straße 5")]),
    ("Zij woont Oudegracht 112 in Utrecht.", [("street", "Oudegracht 112")]),
    ("Hon bor på Storgatan 3.", [("street", "Storgatan 3")]),
    ("Elle habite 4 bis, rue de la République.", [("street", "4 bis, rue de la République")]),
    ("We spoke to Mrs. Öztürk and to Herr van der Berg.", [
        ("name", "Mrs. Öztürk"), ("name", "Herr van der Berg"),
    ]),
    ("Yesterday Anna Novak was refused.", [("name", "Anna Novak")]),
    ("The boy, Youssef, is nine.", [("name", "Youssef")]),
    ("Ask Prof. Dr. Weiß, or dr. no one.", [("name", "Prof. Dr. Weiß")]),
    ("Amina K. asked, and so did J. Kowalski.", [("name", "Amina K."), ("name", "J. Kowalski")]),
    ("A woman named Precious Okafor came.", [("name", "Precious Okafor")]),
    ("Eine Frau namens Okafor kam.", [("name", "Okafor")]),
)  # fmt: skip
NOTHING = (
    "May a city ask for papers before it gives a bed in winter?",
    "The European Union and the City Council of Graz met on 01.02.2026 at 14:30.",
    "Article 8 of the European Convention on Human Rights, 2026-11-26, 120 000 euros.",
    "Die Stadt Graz hat 2024 ihre Unterkünfte geöffnet; das Referat Wohnen prüft.",
    "We have 1,200 places in 14 shelters and ask within 30 working days.",
    "La ville de Nancy a voté; le conseil municipal décidera.",
)


def test_each_kind_is_found_in_several_languages():
    for text, expected in FOUND:
        assert [(span.kind, span.text) for span in find_personal(text)] == expected, text


def test_what_points_to_nobody_is_left_alone():
    for text in NOTHING:
        assert find_personal(text) == [], text


def test_a_passage_is_replaced_only_where_a_human_said_so():
    text = "Anna Novak wrote to Omar Haddad."
    first, second = find_personal(text)
    assert neutral(text, {second.start: "[a person]"}) == "Anna Novak wrote to [a person]."
    assert neutral(text, {first.start: "A"}) == "A wrote to Omar Haddad."
    assert neutral(text, {1: "[a person]"}) == text


def test_a_text_made_to_be_slow_is_not():
    for shape in ("a.", "A ", "Anna ", "0 ", "+4(", "van ", "a@", "Aa-", "12 Aa ", "x", "é" * 30):
        began = time.process_time()
        find_personal((shape * 32_000)[:32_000])
        assert time.process_time() - began < 2, shape  # what it computes, whoever else is at work


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_the_pieces_are_the_text_and_passages_lie_apart(text):
    assert "".join(piece.text for piece in pieces(text)) == text
    end = 0
    for span in find_personal(text):
        assert end <= span.start < span.end
        assert text[span.start : span.end] == span.text
        end = span.end
