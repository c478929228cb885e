"""Plain text is taken in the usual encodings and kept as one; markup is no plain text."""

import pytest

from hrcn_community.attachments.cleaning import Why, limits


@pytest.mark.parametrize(
    "raw",
    [
        "Žluťoučký kůň\n".encode(),
        b"\xef\xbb\xbf" + "Žluťoučký kůň\r\n".encode(),
        b"\xff\xfe" + "Žluťoučký kůň\r".encode("utf-16-le"),
        b"\xfe\xff" + "Žluťoučký kůň\n".encode("utf-16-be"),
    ],
)
def test_text_becomes_utf_8_with_one_kind_of_line_end(raw, clean):
    outcome, text = clean(raw)
    assert (outcome.kind, outcome.media_type, outcome.extension) == ("text", "text/plain", ".txt")
    assert text.decode() == "Žluťoučký kůň\n"


def test_an_old_western_text_is_read(clean):
    assert clean("Menü für Café – „gut“".encode("cp1252"))[1].decode() == "Menü für Café – „gut“"


@pytest.mark.parametrize(
    "text",
    ["city;people\nGraz;300000\n", "# Title\n\n1 < 2, *so* a <b and > c\n", "<3 and <- more"],
)
def test_tables_and_markdown_stay_as_they_are(text, clean):
    assert clean(text.encode())[1].decode() == text


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><p>Hello",
        "<html><body>Hello",
        "  \n\t<HTML>",
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "<?xml version='1.0'?><a/>",
        "<!-- a -->\n <!-- b --><svg>",
        "<script>alert(1)</script>",
        "<p>Hello",
        "</p>",
        "Hello\n" * 50 + "<script src=x></script>",
        "Hello <sVg onload=alert(1)>",
        "#!/bin/sh\necho",
        "<?php echo",
    ],
)
def test_markup_and_programs_are_refused_under_whatever_name(text, why):
    assert why(text.encode()) == Why.ACTIVE
    assert why(b"\xef\xbb\xbf" + text.encode()) == Why.ACTIVE


def test_markup_in_two_bytes_a_letter_is_refused_as_well(why):
    assert why(b"\xff\xfe" + "<html><body>".encode("utf-16-le")) == Why.ACTIVE


@pytest.mark.parametrize(
    "raw", [b"a\0b", b"bell \x07", b"\x1b[31mred", "\u0085".encode(), b"\x81\x8d", b"\xff\xfea"]
)
def test_what_holds_control_characters_is_no_text(raw, why):
    assert why(raw) == Why.UNKNOWN


def test_nothing_at_all_is_refused(why):
    for raw in (b"", b" \n\t", b"\xef\xbb\xbf"):
        assert why(raw) == Why.EMPTY


def test_a_text_is_not_a_library(why):
    assert why(b"a" * (limits.TEXT_BYTES + 1)) == Why.TOO_MUCH
