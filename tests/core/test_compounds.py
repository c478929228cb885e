"""Compounds are taken apart where all of one is words; the rest stays whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrcn_community.core.compounds import parts
from hrcn_community.core.terms import APART, MOST_OF_ONE, MOST_WORDS, terms

TAKEN_APART = [
    ("de", "menschenrechte", "mensch recht"),
    ("de", "menschenrechtsstadt", "menschenrecht mensch recht stadt"),
    ("de", "stadtverwaltung", "stadt verwalt"),
    ("de", "straßenbahn", "strass bahn"),
    ("de", "wohnungsnot", "wohnung not"),
    ("de", "gemeinderat", "gemeind rat"),
    ("de", "kinderrechte", "kind recht"),
    ("nl", "kinderrechten", "kind recht"),
    ("nl", "beleidsplan", "beleid plan"),
    ("nl", "stadsontwikkeling", "stad ontwikkel"),
    ("sv", "barnrättigheter", "barn ratt"),
    ("sv", "ungdomsråd", "ungdom rad"),
    ("sv", "medborgardialog", "medborg dialog"),
]
WHOLE = [
    ("de", "unternehmen verantwortung wissenschaft überraschung öffentlichkeit diskriminierung"),
    ("nl", "verantwoordelijkheid maatschappelijke toegankelijkheid dakloosheid overheden"),
    ("sv", "diskriminering tillgänglighet verksamhet jämställdhet mänskliga samarbete"),
    ("en", "housebuilding playground homelessness"),
    ("fr", "porte-monnaie gratte-ciel arc-en-ciel"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "word", "found"), TAKEN_APART)
def test_a_compound_is_taken_apart(language, word, found):
    assert list(parts(word, language)) == found.split()


@pytest.mark.parametrize(("language", "words"), WHOLE)
def test_what_is_none_stays_whole(language, words):
    assert {word: parts(word, language) for word in words.split() if parts(word, language)} == {}


def test_no_phrase_runs_from_the_text_into_the_parts():
    assert terms("Die Menschenrechte", "de") == f"die menschenrecht {APART} mensch {APART} recht"


def test_a_word_stands_in_the_terms_only_as_often_as_both_databases_count():
    found = terms("so " * 400 + "it is", "en").split()
    assert found.count("so") == MOST_OF_ONE
    assert found[400:] == ["it", "is"]
    assert len(terms("a b c d e f " * 5000, "en").split()) == MOST_WORDS


@given(st.text(max_size=200), st.sampled_from(["en", "de", "nl", "sv", "fr", "xx"]))
def test_terms_are_words_with_single_spaces_whatever_the_text(text, language):
    found = terms(text, language)
    assert found == " ".join(found.split())
    assert not set(found) & set("\"'\\*()&|!:<>^")
