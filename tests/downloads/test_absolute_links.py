"""Links within the house lead back to it from everywhere; what is no link stays as it was written."""

import time

import pytest

from hrcn_community.core.absolute import absolute_html, absolute_source

HERE = "/threads/abc"
BASE = "http://localhost:5000"


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("[a](/b)", f"[a]({BASE}/b)"),
        ("[a](</b c>)", f"[a](<{BASE}/b c>)"),
        ("[a](?post=3#p3)", f"[a]({BASE}{HERE}?post=3#p3)"),
        ("[a](#p3)", f"[a]({BASE}{HERE}#p3)"),
        ("![a](/b.png)", f"![a]({BASE}/b.png)"),
        ("[a]: /b", f"[a]: {BASE}/b"),
        ("> [a]: /b", f"> [a]: {BASE}/b"),
        ('<a href="/b">c</a>', f'<a href="{BASE}/b">c</a>'),
        ("[a](https://example.org/b)", "[a](https://example.org/b)"),
        ("[a](//example.org/b)", "[a](//example.org/b)"),
        ("`[a](/b)`", "`[a](/b)`"),
        ("`` `[a](/b) `` [a](/b)", f"`` `[a](/b) `` [a]({BASE}/b)"),
        ("```\n[a](/b)\n```\n[a](/b)", f"```\n[a](/b)\n```\n[a]({BASE}/b)"),
        ("~~~\n[a](/b)\n```\n[a](/b)", "~~~\n[a](/b)\n```\n[a](/b)"),
        ("> ```\n> [a](/b)\n> ```", "> ```\n> [a](/b)\n> ```"),
        ("a/b (/c) @d", "a/b (/c) @d"),
    ],
)
def test_in_markdown(app, written, whole):
    with app.app_context():
        assert absolute_source(written, HERE) == whole


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ('<a href="/b">c</a>', f'<a href="{BASE}/b">c</a>'),
        ('<a class="mention" href="/b">c</a>', f'<a class="mention" href="{BASE}/b">c</a>'),
        ('<a title="x>y" href="#p1">c</a>', f'<a title="x>y" href="{BASE}{HERE}#p1">c</a>'),
        ('<a href="https://example.org/">c</a>', '<a href="https://example.org/">c</a>'),
        ('&lt;a href="/b">', '&lt;a href="/b">'),
    ],
)
def test_in_html(app, written, whole):
    with app.app_context():
        assert absolute_html(written, HERE) == whole


@pytest.mark.parametrize("line", [" " * 30_000, "\t" * 30_000, "> " * 15_000, "> " + " " * 30_000])
def test_a_long_line_without_words_costs_little(app, line):
    began = time.process_time()
    with app.app_context():
        assert absolute_source(f"{line}x", HERE) == f"{line}x"
    assert time.process_time() - began < 1  # what it computes: it is made whole for each mail


def test_code_in_a_list_within_a_quote_stays_as_it_was_written(app):
    written = "> - ```\n> [a](/b)\n> ```"
    with app.app_context():
        assert absolute_source(written, HERE) == written
