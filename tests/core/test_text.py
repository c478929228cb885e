"""Words as people type them, brought to one form."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrcn_community.core.text import (
    HANDLE,
    STEMMERS,
    WORD,
    clean,
    fold,
    is_blank,
    one_line,
    query_stems,
    slugify,
    stem,
    stems,
    title_line,
)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("Åland", "aland"),
        ("Ångström", "angstrom"),
        ("ĳsselstein", "ijsselstein"),
        ("IJsselstein", "ijsselstein"),
        ("Bærum", "baerum"),
        ("Søren", "soren"),
        ("œuvre", "oeuvre"),
        ("Ärger", "arger"),
        ("café", "cafe"),
        ("Łódź", "lodz"),
        ("İzmir", "izmir"),
        ("Diyarbakır", "diyarbakir"),
    ],
)
def test_letters_of_five_languages_and_their_neighbours_are_folded(typed, folded):
    assert fold(typed) == folded
    assert fold(unicodedata.normalize("NFD", typed)) == folded


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "housing", "houses"),
        ("en", "evicted", "evicting"),
        ("de", "Wohnungen", "Wohnung"),
        ("de", "Städte", "Städten"),
        ("nl", "huizen", "huizen"),
        ("nl", "rechten", "recht"),
        ("sv", "rättigheter", "rättigheterna"),
        ("fr", "logements", "logement"),
        ("fr", "droits", "droit"),
    ],
)
def test_forms_of_a_word_have_one_stem(language, one, other):
    assert stem(one, language) == stem(other, language)


@pytest.mark.parametrize("language", STEMMERS)
def test_a_query_finds_a_word_of_every_language_without_knowing_which(language):
    for word in ("Straße", "rättigheter", "logements", "huizen", "housing"):
        [wanted] = query_stems(word)
        assert stem(word, language) in wanted


def test_an_unknown_language_only_folds():
    assert stems("Städte é", "xx") == "stadte e"


def test_a_letter_is_one_however_it_was_typed():
    apart = unicodedata.normalize("NFD", "Ärzte für Menschenrechte")
    assert stems(apart, "de") == stems("Ärzte für Menschenrechte", "de")
    assert query_stems(apart) == query_stems("Ärzte für Menschenrechte")


@given(st.text(max_size=80), st.sampled_from([*STEMMERS, "xx"]))
def test_a_stem_holds_nothing_that_an_index_would_take_for_a_sign(text, language):
    for word in stems(text, language).split():
        assert WORD.fullmatch(word), ascii(word)
    for each in query_stems(text):
        assert each
        assert all(WORD.fullmatch(word) for word in each), ascii(each)


@given(st.text(max_size=120))
def test_clean_text_can_be_stored_and_is_clean_already(text):
    cleaned = clean(text)
    cleaned.encode()
    assert "\0" not in cleaned
    assert "\r" not in cleaned
    assert "\u202e" not in cleaned
    assert clean(cleaned) == cleaned


def test_what_turns_text_round_is_shown_in_words_of_people_and_taken_out_of_names():
    assert clean("a\u202eb\u2066c") == "a⟦U+202E⟧b⟦U+2066⟧c"
    assert title_line(" a\u202e\n b ") == "a⟦U+202E⟧ b"
    assert one_line(" a\u202e\n b ") == "a b"
    assert clean("\u200eمرحبا") == "مرحبا"


@pytest.mark.parametrize(
    "text", ["", " \n\t", "\u200b\u2060\u00ad", "\u2800\u3164", "\U000e0041\ufe0f"]
)
def test_nothing_to_see_is_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", "😀", "👩\u200d🔬", "ً", "⟦U+202E⟧", "\U0001fae8"])
def test_whatever_can_be_seen_is_not(text):
    assert not is_blank(text)


@given(st.text(max_size=120))
def test_one_line_is_one_line(text):
    assert len(one_line(text).splitlines()) <= 1
    assert one_line(one_line(text)) == one_line(text)


@given(st.text(max_size=120))
def test_a_slug_is_an_address(text):
    slug = slugify(text)
    assert 0 < len(slug) <= 60
    assert all(letter in "abcdefghijklmnopqrstuvwxyz0123456789-" for letter in slug)
    assert "--" not in slug


def test_slugs_read_as_their_titles():
    assert slugify("Ärger in Malmö & Łódź!") == "arger-in-malmo-lodz"
    assert slugify("???") == "untitled"


@pytest.mark.parametrize("handle", ["amina", "a", "ben-2", "a" * 40])
def test_handles_are_taken(handle):
    assert HANDLE.fullmatch(handle)


@pytest.mark.parametrize(
    "handle", ["", "-a", "a-", "Amina", "a b", "a.b", "ämina", "a" * 41, "a\n"]
)
def test_no_handle_can_be_taken_for_something_else(handle):
    assert not HANDLE.fullmatch(handle)
