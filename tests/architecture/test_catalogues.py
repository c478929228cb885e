"""Translations hold the same places for names and figures as the English they stand for."""

import re
from pathlib import Path

import polib
import pytest

from config import ROOT

CATALOGUES = sorted((ROOT / "hrcn_community" / "translations").glob("*/LC_MESSAGES/messages.po"))
PLACES = re.compile(r"%\(\w+\)[sd]|%%")


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_translation_has_the_places_of_its_sentence(path: Path):
    wrong = []
    for entry in polib.pofile(str(path)):
        wanted = set(PLACES.findall(entry.msgid + entry.msgid_plural))
        for text in filter(None, [entry.msgstr, *entry.msgstr_plural.values()]):
            found = set(PLACES.findall(text))
            few = entry.msgid_plural and found | {"%(num)s"} == wanted | {"%(num)s"}
            if (found != wanted and not few) or "%" in PLACES.sub("", text):
                wrong.append((entry.msgid, text))
    assert wrong == []


def test_there_is_a_catalogue_for_every_language_of_the_switch():
    assert {path.parts[-3] for path in CATALOGUES} == {"de", "nl", "sv", "fr"}
