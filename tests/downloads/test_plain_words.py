"""Names, titles and choices in Markdown mean nothing but themselves."""

import pytest
from markdown import Markdown

from hrcn_community.core import richtext
from hrcn_community.downloads.markdown import plain, plain_item, quoted


@pytest.mark.parametrize(
    "words",
    [
        "*a* _b_ `c` [d](e) <f> #g h|i &amp; & \\ k",
        "3. May",
        "- a",
        "+ a",
        "1) a",
        "=== a",
        "--- a",
    ],
)
def test_words_are_shown_as_they_are(words):
    assert richtext.plain(Markdown().convert(f"x {plain(words)}")) == f"x {words}"
    item = Markdown().convert(f"- {plain_item(words)}\n- y")
    assert item.count("<li>") == 2
    assert richtext.plain(item) == f"{words} y"


def test_a_line_stays_one_line():
    assert plain("a\n# b\r\n\u202ec") == "a \\# b c"


def test_a_quote_holds_every_line():
    assert quoted("a\n\n# b") == "> a\n>\n> # b"
