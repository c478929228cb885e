"""Dates are said as precisely as they are known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrcn_community.site.dates import said_date


@pytest.mark.parametrize(
    ("dated", "locale", "said"),
    [
        ("2001-02-08", "en", "8 February 2001"),
        ("2001-02-08", "de", "8. Februar 2001"),
        ("2001-02-08", "nl", "8 februari 2001"),
        ("2001-02-08", "sv", "8 februari 2001"),
        ("2001-02-08", "fr", "8 février 2001"),
        ("2007-04", "en", "April 2007"),
        ("2007-04", "fr", "avril 2007"),
        ("2008", "en", "2008"),
        ("2008", "sv", "2008"),
    ],
)
def test_a_day_a_month_or_a_year_is_said_in_the_readers_language(dated, locale, said):
    assert said_date(dated, locale) == said


@pytest.mark.parametrize("dated", ["", "around 1990", "2001-13", "2001-02-30", "0000", "20010208"])
def test_what_is_no_date_stays_as_it_was_written(dated):
    assert said_date(dated, "en") == dated


@given(st.dates(), st.sampled_from(["en", "de", "nl", "sv", "fr"]))
def test_every_day_names_its_year_and_none_is_more_precise_than_known(date, locale):
    written = date.isoformat()
    assert str(date.year) in said_date(written, locale)
    assert str(date.day) not in said_date(written[:7], locale).replace(str(date.year), "")
