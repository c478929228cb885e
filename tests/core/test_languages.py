"""Guessing the language of a text by its small words."""

import time

import pytest

from hrcn_community.core.languages import SMALL_WORDS, guess_language
from hrcn_community.demo.written import read_all
from tests.core.hostile import shapes


def _demonstration() -> list[tuple[str, str]]:
    """Every post of the demonstration, with the language of its thread."""
    return [
        (post.get("language", thread["language"]), post["body"])
        for file in read_all("threads")
        for thread in file["thread"]
        for post in thread["post"]
    ]


def test_nearly_every_post_of_the_demonstration_is_known_and_none_is_taken_for_another_language():
    guessed = [(language, guess_language(body, "")) for language, body in _demonstration()]
    assert len(guessed) > 300
    assert {language for language, _ in guessed} == set(SMALL_WORDS)
    wrong = [pair for pair in guessed if pair[1] not in ("", pair[0])]
    unsure = [language for language, guess in guessed if not guess]
    assert wrong == []
    assert len(unsure) <= len(guessed) * 0.03


def test_twenty_words_are_enough_for_most():
    guesses = [
        (language, guess_language(" ".join(_without_quotes(body)[:20]), ""))
        for language, body in _demonstration()
    ]
    assert sum(language == guess for language, guess in guesses) >= len(guesses) * 0.95
    assert [pair for pair in guesses if pair[1] not in ("", pair[0])] == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Kan någon hjälpa mig med detta?", "sv"),
        ("Er is een probleem met de huur van mijn woning.", "nl"),
        ("Nous n’avons pas encore de réponse.", "fr"),
        ("Nous n'avons pas encore de réponse.", "fr"),
        ("Das ist nicht so, wie wir es wollten.", "de"),
        ("It isn't what we wanted, is it?", "en"),
    ],
)
def test_a_sentence_is_known(text, language):
    assert guess_language(text, "") == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Danke!",
        "Hello",
        "740 m",
        "Grazie mille per la risposta, è molto utile a tutti noi",
        "😀",
        "да",
    ],
)
def test_what_says_too_little_is_as_the_thread_is(text):
    assert guess_language(text, "sv") == "sv"
    assert guess_language(text, "de") == "de"


def test_what_is_quoted_linked_or_code_says_nothing():
    text = """> This is what the others have said, and it was in English.

Das ist nicht so, wie wir es wollten.

```
the and of that this with for
```
https://example.org/the-and-of-that-this-with `the and of that`"""
    assert guess_language(text, "") == "de"


def test_no_shape_takes_long():
    for name, text in shapes().items():
        began = time.process_time()
        guess_language(text, "en")
        assert time.process_time() - began < 0.25, name


def _without_quotes(body: str) -> list[str]:
    return [word for line in body.split("\n") if not line.startswith(">") for word in line.split()]
