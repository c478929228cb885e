"""A learner goes on where they stopped, and answers all four kinds of question."""

import pytest
from playwright.sync_api import Locator, Page, expect

MODULE = "The human rights city framework: foundations, structures, tools"
STEPS = "/modules/human-rights-city-framework/steps"
SHEET = (
    "Name the right concerned",
    "Say where the duty comes from",
    "Say what it asks of this service",
    "Give staff one question to put to themselves",
)


def test_a_learner_goes_on_from_home_and_answers_all_four_kinds(visit, photograph):
    ben = visit("ben")
    ben.goto("/")
    photograph(ben, "home")
    ben.get_by_role("link", name="Continue with step 4").click()
    expect(ben.get_by_role("heading", name="The festival deadline", level=1)).to_be_visible()
    _answer_the_festival(ben)
    photograph(ben, "module-step")
    ben.get_by_role("button", name="Done: go on").click()

    expect(ben.get_by_role("heading", name="Structures: who carries it", level=1)).to_be_visible()
    short = _question(ben, "Under whom did Nuremberg place")
    short.get_by_role("textbox", name="Your answer").fill("the mayor")
    _check(short)
    expect(short.get_by_role("status").last).to_contain_text("Under the mayor")

    ben.goto(f"{STEPS}/ground-to-stand-on")
    _put_in_order(ben, SHEET)


def test_an_answer_is_saved_while_it_is_given_and_is_there_after_a_reload(visit):
    leonie = visit("leonie")
    leonie.goto("/learning")
    leonie.get_by_role("link", name="Continue with step").first.click()
    choice = leonie.get_by_role("radio").first
    choice.check()
    expect(leonie.get_by_text("Saved", exact=True).first).to_be_visible()
    leonie.reload()
    expect(choice).to_be_checked()


def test_a_step_is_taken_by_keyboard_alone(visit):
    samuel = visit("samuel")
    samuel.goto("/learning")
    samuel.get_by_role("link", name="Continue with step").first.focus()
    samuel.keyboard.press("Enter")
    expect(samuel.get_by_role("heading", name="The contract comes up", level=1)).to_be_visible()
    first = samuel.get_by_role("radio").first
    first.focus()
    samuel.keyboard.press("Space")
    expect(first).to_be_checked()
    while samuel.evaluate("document.activeElement.textContent.trim()") != "Check my answer":
        samuel.keyboard.press("Tab")
    samuel.keyboard.press("Enter")
    expect(samuel.locator(".feedback").first).to_be_visible()


@pytest.mark.parametrize(
    ("who", "how"),
    [("eve", {"javascript": False}), ("fatou", {"width": 360})],
    ids=["without scripts", "on a small screen"],
)
def test_a_module_is_begun_and_its_first_steps_are_done(visit, who, how):
    page = visit(who, **how)
    page.goto("/learning")
    page.get_by_role("link", name=MODULE).click()
    page.get_by_role("button", name="Begin").first.click()
    expect(page.get_by_role("heading", name="Where does your city stand", level=1)).to_be_visible()
    for question in ("A journalist asks", "A rule of your city", "Which of these exist"):
        asked = _question(page, question)
        asked.locator("label").first.click()
        _check(asked)
        expect(_question(page, question).locator(".feedback")).to_be_visible()
    page.get_by_role("button", name="Done: go on").click()
    expect(page.get_by_role("heading", name="Three layers", level=1)).to_be_visible()
    page.get_by_role("button", name="Done: go on").click()
    expect(page.get_by_text("Something on this step is still open")).to_be_visible()
    page.goto(f"{STEPS}/ground-to-stand-on")
    _put_in_order(page, SHEET)


def _answer_the_festival(page: Page) -> None:
    single = _question(page, "What do you advise the mayor?")
    single.get_by_role("radio", name="Open in July, lift the clause now").check()
    _check(single)
    expect(single.locator(".feedback")).to_contain_text("The mayor sighs and agrees")
    multiple = _question(page, "Petra Vance wants sentences")
    for words in ("By 31 March", "The city will carry out a self-assessment"):
        multiple.get_by_role("checkbox", name=words).check()
    _check(multiple)
    expect(multiple.locator(".feedback")).to_contain_text("Yes, that is right")
    order = _question(page, "Which order did York follow")
    order.get_by_role("radio", name="Award, then office").check()
    _check(order)
    expect(order.locator(".feedback")).to_contain_text("York began with measuring")
    order.get_by_role("radio", name="Indicator report").check()
    _check(order)
    expect(order.locator(".feedback")).to_contain_text("five rights that residents had chosen")


def _put_in_order(page: Page, labels: tuple[str, ...]) -> None:
    ordering = _question(page, "Put Selma's one-page sheet")
    for place, label in enumerate(labels, 1):
        ordering.get_by_role("combobox", name=label).select_option(str(place))
    _check(ordering)
    expect(ordering.locator(".feedback")).to_contain_text("Right, source, demand, question")


def _question(page: Page, prompt: str) -> Locator:
    return page.locator("form").filter(has=page.get_by_role("group", name=prompt))


def _check(question: Locator) -> None:
    question.get_by_role("button", name="Check my answer").click()
