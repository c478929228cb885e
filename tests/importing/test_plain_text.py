"""Plain text shows as it was written, whatever Markdown would make of it, and stays so when edited."""

from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrcn_community.core import richtext
from hrcn_community.importing.plain import posts_of

SIGNS = (
    "hello @amina amina@… > >> * - + 1. 1) --- === *** # ``` ~~~ ~~ &amp; &lt; <b> </b> <div> | a|b "
    "|---|---| --|-- [x](y) ![i](http://x.org) [a]:b http://example.org/a_b_c www.example.org <!-- <? "
    "https://example.org/?a=1&b=2 <![CDATA[ \\ \\* _x_ `c` $ % &#64; [x] : Re: = + \u00a0"
).split(" ")
BETWEEN = [" ", "\n", "\n\n", "\n    ", "\n\t", "> > ", "\n> ", "\n- ", "\n1. "]
PIECES = st.lists(st.sampled_from([*SIGNS, *BETWEEN]), max_size=25).map("".join)


@settings(max_examples=250, deadline=None)
@given(PIECES)
def test_what_is_shown_is_what_its_markdown_is_rendered_to(text):
    for words in posts_of(text):
        assert richtext.render(words.source) == words.html


@settings(max_examples=150, deadline=None)
@given(PIECES)
def test_no_word_is_lost_and_none_is_added(text):
    told = " ".join(richtext.plain(words.html) for words in posts_of(text))
    assert _letters(told) == _letters(text)


@pytest.mark.parametrize(
    "text",
    [
        "*" * 5_000,
        "word " * 20_000,
        "x" * 70_000,
        "\\" * 3_000,
        "> a\n" * 3_000,
        "[" * 900 + "]" * 900,
        "<script>alert(1)</script>\n" * 500,
        "\n" * 9_000 + "end",
        ">" * 40 + " deep",
        "@amina " * 400,
        "a.b " * 5_000,
    ],
    ids=lambda text: text[:12].strip() or "lines",
)
def test_what_is_beyond_our_bounds_is_kept_whole_in_several_posts(text):
    posts = posts_of(text)
    for words in posts:
        assert richtext.render(words.source) == words.html
    told = "".join(richtext.plain(words.html) for words in posts)
    assert _letters(told) == _letters(text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("> said\n\nanswered", "<blockquote>\n<p>said</p>\n</blockquote>\n<p>answered</p>"),
        ("# no heading", "<p># no heading</p>"),
        ("1. no list", "<p>1. no list</p>"),
        ("  in", "<p>&nbsp;&nbsp;in</p>"),
        ("call @amina", "<p>call @amina</p>"),
        ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>"),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
    ],
)
def test_plain_text_looks_plain(text, html):
    assert [words.html for words in posts_of(text)] == [html]


def test_nothing_is_nothing():
    assert posts_of(" \n\n \n") == []


def _letters(text: str) -> str:
    """Return what is read: signs of quotes are shown as lines at the side, spaces are no words."""
    return "".join(unescape(text.replace("&", "&amp;")).replace(">", "").split())
