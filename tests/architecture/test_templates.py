"""Templates say what they need, and bring neither styles nor scripts of their own."""

import re

from tests.architecture.source import TEMPLATES

PAGES = sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt"})
FRAME_OF_MAIL = TEMPLATES / "emails" / "_frame.html"  # no style sheet of ours follows a mail
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "a script of its own": re.compile(r"<script\b(?![^>]*\bsrc=)", re.I),
    "an event attribute": re.compile(r"<[a-z][^>{]*\son[a-z]+\s*=", re.I),
    "a javascript: address": re.compile(r"javascript:", re.I),
}


def test_the_first_line_of_every_template_names_what_it_needs():
    wrong = [str(p) for p in PAGES if not p.read_text().splitlines()[0].startswith("{#")]
    assert wrong == []


def test_no_template_brings_a_style_or_a_script_of_its_own():
    wrong = [
        f"{path}: {what}"
        for path in PAGES
        for what, pattern in INLINE.items()
        if not (what == "a style element" and path == FRAME_OF_MAIL)
        if pattern.search(re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S))
    ]
    assert wrong == []


def test_pages_are_trusted_markup_only_where_the_gate_made_it():
    """`|safe` stands only on html that core.richtext rendered."""
    wrong = [
        f"{path}: {found}"
        for path in PAGES
        for found in re.findall(r"\{\{[^}]*\|\s*safe[^}]*\}\}", path.read_text())
        if "html" not in found
    ]
    assert wrong == []
