"""A moment of any zone has its place in UTC, at the ends of the calendar too."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from hrcn_community.core.clock import in_utc


@pytest.mark.parametrize("zone", ["Europe/Brussels", "Pacific/Kiritimati", "America/Los_Angeles"])
@pytest.mark.parametrize("local", ["0001-01-01T00:00", "9999-12-31T23:59", "2026-02-28T12:00"])
def test_no_moment_falls_out_of_the_calendar(zone, local):
    there = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))
    found = in_utc(there)
    assert found.tzinfo is UTC
    if there.year == 2026:
        assert found == there
