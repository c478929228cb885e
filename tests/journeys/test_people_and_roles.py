"""Hiding a part of one's profile, and a role that two of the core team grant."""

from playwright.sync_api import expect

from tests.journeys.conftest import prove_who_is_there


def test_somebody_hides_their_city_and_is_no_longer_found_by_it(visit):
    ben = visit("ben", width=360)
    ben.goto("/people?city=graz")
    greta = ben.get_by_role("link", name="Greta")
    expect(greta).to_be_visible()
    owner = visit("greta", width=360)
    owner.goto("/settings")
    choice = owner.get_by_label("Who sees it: City")
    choice.focus()
    owner.keyboard.type("Nobody")
    expect(choice).to_have_value("nobody")
    owner.get_by_role("button", name="Save").first.focus()
    owner.keyboard.press("Enter")
    expect(owner.get_by_text("are saved")).to_be_visible()
    owner.get_by_role("link", name="As members see me").click()
    expect(owner.get_by_role("heading", name="Greta")).to_be_visible()
    expect(owner.get_by_role("main").get_by_text("Graz", exact=True)).to_have_count(0)
    ben.reload()
    expect(greta).to_have_count(0)
    ben.goto("/people?q=greta")
    expect(greta).to_be_visible()


def test_two_of_the_core_team_grant_a_role_together(visit):
    cleo, tomas = visit("cleo"), visit("tomas", width=360, dark=True)
    cleo.goto("/admin/people?q=samuel")
    cleo.get_by_role("link", name="Samuel").first.click()
    cleo.get_by_role("radio", name="Advisor").check()
    cleo.get_by_label("Why", exact=True).fill("He taught half of us to count.")
    cleo.get_by_role("button", name="Propose").click()
    prove_who_is_there(cleo)
    cleo.get_by_role("button", name="Propose the role").click()
    expect(cleo.get_by_text("Another person of the core team decides on this.")).to_be_visible()
    expect(cleo.get_by_role("button", name="Confirm")).to_have_count(0)
    tomas.goto("/admin/roles")
    tomas.get_by_role("link", name="Samuel").first.click()
    expect(tomas.get_by_text("He taught half of us to count.")).to_be_visible()
    tomas.get_by_role("button", name="Confirm").press("Enter")
    prove_who_is_there(tomas)
    expect(tomas.get_by_role("heading", level=1)).to_have_text("Press once more")
    tomas.get_by_role("button", name="Confirm the role").press("Enter")
    expect(tomas.get_by_text("It holds from now on")).to_be_visible()
    tomas.goto("/people/samuel")
    expect(tomas.get_by_text("Advisor").first).to_be_visible()
