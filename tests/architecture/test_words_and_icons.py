"""Every word that a page shows goes through gettext; every icon that it names is in the sprite."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment

from config import ROOT
from hrcn_community.conversations.shown import REACTION_WORDS

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
NOT_SHOWN = re.compile(r"<(script|style|svg)\b.*?</\1>|<!--.*?-->", re.S)
SHOWN_ATTRIBUTE = re.compile(r'\b(?:aria-label|title|placeholder|alt)="([^"]*[A-Za-zÀ-ÿ]{2}[^"]*)"')
CLASSES = re.compile(r"\{% block page_class %\}.*?\{% endblock %\}")
TAG = re.compile(r"<[^>]*>")
LETTERS = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
ICON = re.compile(r"""(?:icon\(|icon=)['"]([a-z0-9-]+)['"]""")
BUTTON_ICON = re.compile(r"""'(?:primary|quiet|plain|danger)', '([a-z0-9-]+)'""")
DRAWN = re.compile(r"""class="(?:[^"]* )?d-([a-z0-9-]+)""")
SAMPLES = {"styleguide.html"}  # shows components with words of its own, in development only


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_words_of_a_template_are_translatable(path: Path):
    if path.name in SAMPLES:
        return
    pieces = []
    for _line, kind, text in Environment(trim_blocks=True).lex(CLASSES.sub("", path.read_text())):
        if kind == "data":
            pieces.append(text)
        elif kind in {"variable_begin", "block_begin"}:
            pieces.append("\0")
    page = NOT_SHOWN.sub("", "".join(pieces))
    words = LETTERS.findall(re.sub(r"&\w+;", "", TAG.sub(" ", page)))
    assert not words, f"not through gettext: {words[:8]}"
    assert not SHOWN_ATTRIBUTE.findall(page)


def test_every_icon_that_a_page_names_is_in_the_sprite():
    sprite = set((ROOT / "static" / "icons.txt").read_text().split())
    named = {
        icon
        for path in [*TEMPLATES, *(ROOT / "hrcn_community").rglob("*.py")]
        for pattern in (ICON, BUTTON_ICON)
        for icon in pattern.findall(path.read_text())
    }
    assert named - sprite == set()


def test_every_icon_that_the_style_sheet_draws_for_a_page_is_among_those_it_can_draw():
    drawn = {line.split()[0] for line in (ROOT / "static" / "drawn.txt").read_text().splitlines()}
    named = {name for path in TEMPLATES for name in DRAWN.findall(path.read_text())}
    assert (named | {drawing for _words, drawing in REACTION_WORDS.values()}) - drawn == set()
