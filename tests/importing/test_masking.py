"""No address of anybody is shown, wherever it stood."""

import time

import pytest

from hrcn_community.importing.discourse.markup import turned
from hrcn_community.importing.html_text import text_of
from hrcn_community.importing.masking import mask
from hrcn_community.importing.order import in_order, without_circles


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Write to amina@example.org.", "Write to amina@….".replace("….", "….")),
        ("<amina@example.org>", "<amina@…>"),
        (
            "[mail](mailto:amina.haddad@mail.example.org?subject=x)",
            "[mail](mailto:amina.haddad@…?subject=x)",
        ),
        ("https://example.org/?to=amina%40example.org&x=1", "https://example.org/?to=amina@…&x=1"),
        ("amina&#64;example.org", "amina@…"),
        ("amina&#x40;example.org", "amina@…"),
        ("amina＠example.org", "amina@…"),
        ('"amina h"@example.org', '"amina h"@…'),
        ("root@localhost", "root@…"),
        ("amina@[192.0.2.1]", "amina@[192.0.2.1]".replace("[192.0.2.1]", "…")),
        ("a@example.org,b@example.org", "a@…,b@…"),
        ("> From: ämina@exämple.org wrote", "> From: ämina@… wrote"),
        ("amina\u200b@example.org", "amina\u200b@…"),
        ("amina@\u200bexample.org", "amina@\u200b…"),
        ("amina\u2060@\u2060exam\u200bple.\u00adorg.", "amina\u2060@\u2060…."),
        ("amina\x00@\x00example.org", "amina\x00@\x00…"),
        ("amina\u202e@example.org", "amina\u202e@…"),
        ("amina⟦U+202E⟧@example.org", "amina⟦U+202E⟧@…"),
        ("amina&#8203;@&ZeroWidthSpace;example.org", "amina&#8203;@&ZeroWidthSpace;…"),
        ("amina@<b>example.org</b>", "amina@<b>…</b>"),
        ("<b>amina</b>@example.org", "<b>amina</b>@…"),
        ("amina<b>@</b>example.org", "amina<b>@</b>…"),
        ('amina@<a href="mailto:a@b.org">example.org</a>', 'amina@<a href="mailto:a@…">…</a>'),
        ("amina@<!-- x -->example.org", "amina@<!-- x -->…"),
        ("amina@*example.org*", "amina@*…*"),
        ("amina@__example.org__", "amina@__…"),
        ("amina@`example.org`", "amina@`…`"),
        ("amina@<example.org>", "amina@<…>"),
        ("amina@&#101;xampl&#x65;.org", "amina@…"),
        ("amina@example&#46;org", "amina@…"),
        ("amina@@example.org", "amina@@…"),
        ("amina\\@example\\.org", "amina\\@…"),
        ("?to=amina%2540example.org&x", "?to=amina@…&x"),
        ("?to=amina%252540example.org", "?to=amina@…"),
        ("words<br>@amina", "words<br>@amina"),
        ("<b>@amina</b>", "<b>@amina</b>"),
        ("5 @ *3*", "5 @ *3*"),
        ("amina@<br>example", "amina@<br>example"),
        ("https://example.org/@amina", "https://example.org/@amina"),
        ("@amina", "@amina"),
        ("5 @ 3", "5 @ 3"),
    ],
)
def test_of_an_address_its_name_alone_stays(text, masked):
    assert mask(text) == masked


def test_masking_twice_is_masking_once():
    once = mask("amina@example.org ben%40example.org eve@<b>example.org</b> al@@example.org")
    assert mask(once) == once


def test_masking_takes_time_that_grows_with_the_text_alone():
    began = time.process_time()
    for text in ("a" * 200_000 + "@", "a@" * 100_000, "a." * 100_000 + "@b", "@" * 200_000):
        mask(text)
    for part in (
        "@<b ",
        "a@<b>",
        "a@\u200b",
        "@*",
        "a@&#",
        "%25",
        "a@b\u200b",
        "<b>",
        "a@" + "b" * 90,
    ):
        mask(part * (200_000 // len(part)))
    assert time.process_time() - began < 5


def test_blocks_of_code_that_do_not_end_take_time_that_grows_with_the_text_alone():
    began = time.process_time()
    for text in ("\n```x" * 20_000, "\n```x\n```\n" * 10_000, "```" * 30_000):
        turned(text, 1, lambda _topic, _number: None)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two<br>three</p>", "One\n\nTwo\nthree"),
        ("<blockquote><p>said</p></blockquote><p>and</p>", "> said\n\nand"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<p>x<script>alert(1)</script><style>p{}</style>y</p>", "xy"),
        ('<a href="https://example.org/a">here</a>', "here (https://example.org/a)"),
        ('<a href="https://example.org/a">https://example.org/a</a>', "https://example.org/a"),
        ('<a href="javascript:alert(1)">here</a>', "here"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("<!-- no --><p>yes", "yes"),
        ("", ""),
        ("<div>" * 3000 + "deep", "deep"),
    ],
)
def test_the_words_of_html_are_kept(markup, text):
    assert text_of(markup) == text


def test_a_circle_of_answers_is_cut_once():
    kept, cut = without_circles({"a": "b", "b": "c", "c": "a", "d": "a", "e": "e"})
    assert len(cut) == 2
    assert len(kept) == 3


def test_nothing_stands_before_what_it_answers():
    parents = {"b": "a", "c": "b"}
    moments = [("c", 1), ("b", 2), ("a", 3), ("x", 2)]
    assert in_order(moments, parents) == ["x", "a", "b", "c"]  # type: ignore[arg-type]
