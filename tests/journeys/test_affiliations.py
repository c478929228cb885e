"""Where somebody belongs and belonged: added, corrected and taken out, on a small dark screen, by keyboard."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_somebody_says_where_they_belonged_and_corrects_the_days(visit, javascript):
    page = visit("eve", javascript=javascript, width=360, dark=True)
    page.goto("/settings/affiliations")
    page.get_by_label("Where", exact=True).select_option("York")
    page.get_by_label("As what").fill("Volunteer")
    page.get_by_label("Since").fill("2019-03-01")
    page.get_by_label("Until").fill("2018-03-01")
    page.get_by_role("button", name="Add").press("Enter")
    expect(page.get_by_label("Until")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("As what")).to_have_value("Volunteer")
    page.get_by_label("Until").fill("2021-08-31")
    page.get_by_role("button", name="Add").press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Volunteer · From 1 March 2019")
    page.get_by_role("link", name="York", exact=True).press("Enter")
    page.get_by_label("Until").fill("2022-08-31")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_role("main")).to_contain_text("31 August 2022")
    page.get_by_role("link", name="York", exact=True).press("Enter")
    page.get_by_role("button", name="Take it out").press("Enter")
    expect(page.get_by_role("link", name="York", exact=True)).to_have_count(0)
