"""Writing in a real browser: by keyboard, over pauses, in two tabs, after the session has ended."""

from playwright.sync_api import Locator, Page, expect

from hrcn_community.demo.people import PASSWORD
from tests.journeys.conftest import end_the_session, sign_in
from tests.journeys.test_threads import _start

SAVED = "Draft saved"
SEND_AND_COME_BACK = """async () => {
  const field = document.querySelector("[data-draft] textarea"), form = field.form;
  field.value = "The first text.";
  await fetch(form.action, { method: "POST", body: new FormData(form) });
  form.dataset.sent = "yes";
  dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
}"""


def test_the_toolbar_is_one_stop_and_keys_format(visit):
    page = _thread(visit("amina"), "By keyboard")
    reply = _reply(page)
    reply.focus()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Bold")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Italic")).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="Name somebody")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(reply).to_be_focused()
    expect(reply).to_have_value("****")
    reply.fill("")
    for key, mark in (
        ("b", "**bold**"),
        ("i", "_italic_"),
        ("e", "`code`"),
        ("Shift+x", "~~gone~~"),
    ):
        page.keyboard.press(f"Control+{key}")
        page.keyboard.type(mark.strip("*_`~"))
        page.keyboard.press("End")
        page.keyboard.type(" ")
    expect(reply).to_have_value("**bold** _italic_ `code` ~~gone~~ ")
    page.keyboard.press("Control+Shift+p")
    expect(page.get_by_role("region", name="Preview").locator("strong")).to_have_text("bold")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("article").nth(1).locator("strong")).to_have_text("bold")


def test_what_is_written_is_there_again_and_two_tabs_are_told_apart(visit):
    page = _thread(visit("amina"), "In two tabs")
    _write(page, "Begun here.")
    other = page.context.new_page()
    other.goto(page.url)
    expect(_reply(other)).to_have_value("Begun here.")
    _write(other, "Begun here. Gone on there.")
    _reply(page).fill("Begun here. Gone on here.")
    two = page.get_by_role("region", name="Two texts")
    expect(two).to_contain_text("Gone on there.")
    page.get_by_role("button", name="Put the other below mine").click()
    expect(_reply(page)).to_have_value("Begun here. Gone on here.\n\nBegun here. Gone on there.")
    expect(two).to_be_hidden()
    expect(page.get_by_text(SAVED)).to_be_visible()
    page.get_by_role("button", name="Reply", exact=True).click()
    expect(page.get_by_role("article").nth(1)).to_contain_text("Gone on there.")
    page.goto("/drafts")
    expect(page.get_by_role("heading", name="A reply in “In two tabs”")).to_have_count(0)


def test_the_text_of_another_tab_is_shown_above_the_field_and_outlives_the_sending(visit):
    page = _thread(visit("ben", width=360), "In two tabs, sent")
    other = page.context.new_page()
    other.goto(page.url)
    _write(page, "From the first tab.")
    _reply(other).fill("From the second tab.")
    two = other.get_by_role("region", name="Two texts")
    expect(two).to_be_in_viewport()
    expect(two).to_contain_text("From the first tab.")
    expect(other.get_by_role("status").filter(has_text="there are two texts")).to_be_visible()
    expect(_reply(other)).to_be_focused()
    above, below = two.bounding_box(), _reply(other).bounding_box()
    assert above
    assert below
    assert above["y"] < below["y"]
    other.get_by_role("button", name="Reply", exact=True).click()
    expect(other.get_by_role("article").nth(1)).to_contain_text("From the second tab.")
    expect(other.get_by_text("kept among your drafts")).to_be_visible()
    expect(_reply(other)).to_have_value("From the first tab.")


def test_after_going_back_another_text_is_another_reply_and_the_same_is_the_same(visit):
    """As where a browser keeps the page as it was when it was left."""
    page = _thread(visit("ben"), "Back again")
    page.evaluate(SEND_AND_COME_BACK)
    page.get_by_role("button", name="Reply", exact=True).click()
    expect(page.get_by_role("article")).to_have_count(2)
    page.evaluate(SEND_AND_COME_BACK)
    _write(page, "Another text.")
    page.get_by_role("button", name="Reply", exact=True).click()
    expect(page.get_by_role("article")).to_have_count(4)
    expect(page.get_by_role("article").nth(3)).to_contain_text("Another text.")


def test_the_language_that_is_guessed_is_said_while_one_writes_and_beside_the_post(visit):
    page = _thread(visit("ben"), "In which language?")
    expect(page.get_by_text("Guess from the text").first).to_be_visible()
    _write(page, "Wir haben das nicht so gemacht, aber die Häuser sind jetzt gedämmt.")
    expect(page.get_by_text("German (guessed)")).to_be_visible()
    page.get_by_role("button", name="Reply", exact=True).click()
    expect(page.get_by_role("article").nth(1).get_by_text("German", exact=True)).to_be_visible()


def test_a_session_that_has_ended_loses_nothing(visit):
    page = _thread(visit("eve"), "Signed out")
    end_the_session(page)
    _reply(page).fill("Written after the session ended.")
    expect(page.get_by_text("You have been signed out")).to_be_visible()
    with page.context.expect_page() as opening:
        page.get_by_role("link", name="Sign in in a new tab").click()
    door = opening.value
    door.get_by_label("E-mail address").fill("eve@example.org")
    door.get_by_label("Password").fill(PASSWORD)
    door.keyboard.press("Enter")
    expect(door.get_by_role("heading", name="Drafts", level=1)).to_be_visible()
    door.close()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_text(SAVED)).to_be_visible()
    expect(page.get_by_text("You have been signed out")).to_be_hidden()
    page.get_by_role("button", name="Reply", exact=True).click()
    expect(page.get_by_role("article").nth(1)).to_contain_text("after the session ended")


def test_what_one_person_typed_is_not_given_to_the_next_at_this_machine(visit):
    page = visit("eve")
    page.goto("/contact")
    letter = page.get_by_role("textbox", name="Your letter")
    letter.fill("For your eyes only.")
    end_the_session(page)
    for who, found in (("ben", ""), ("eve", "For your eyes only.")):
        end_the_session(page)
        sign_in(page, who)
        page.goto("/contact")
        expect(letter).to_have_value(found)


def test_what_is_selected_is_quoted(visit):
    page = _thread(visit("ben"), "To be quoted")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.post__body em'))")
    page.locator(".quote-here").click()
    expect(_reply(page)).to_be_focused()
    assert _reply(page).input_value().startswith("> worth\n>\n> [#1](/posts/")
    page.keyboard.type("Indeed.")
    page.keyboard.press("Control+Enter")
    reply = page.get_by_role("article").nth(1)
    expect(reply).to_contain_text("Quotes #1 by Ben")
    expect(page.get_by_role("article").first).to_contain_text("Quoted in #2 by Ben")


def test_somebody_is_named_by_keyboard_from_a_list_of_those_who_can_read(visit):
    page = _thread(visit("amina"), "With a name in it")
    _reply(page).focus()
    page.keyboard.type("What does @Oma")
    offered = page.get_by_role("option", name="@omar")
    expect(offered).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(offered).to_be_hidden()
    page.keyboard.type("think?")
    expect(_reply(page)).to_have_value("What does @omar think?")
    page.goto("/threads/new?space=housing")
    page.get_by_role("textbox", name="Your text").focus()
    page.keyboard.type("@om")
    expect(page.get_by_role("option", name="@omar")).to_be_visible()


def test_the_window_of_a_query_is_ended_and_the_reply_that_was_begun_is_still_there(visit):
    page = visit("chandra")
    page.goto("/threads/new?space=housing")
    page.get_by_label("Title").fill("To be drawn together")
    page.get_by_label("Query: a facilitator draws the replies together").check()
    page.get_by_label("Your text").fill("What did you do?")
    page.get_by_role("button", name="Start the thread").click()
    expect(page.get_by_role("heading", name="To be drawn together", level=1)).to_be_visible()
    page.goto(page.url.partition("?")[0].partition("#")[0] + "/synopsis/edit")
    page.get_by_role("textbox", name="The sentences of the reply").fill("Half a sentence")
    page.get_by_text("End the window now").click()
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_text("The window ended on")).to_be_visible()
    sentences = page.get_by_role("textbox", name="The sentences of the reply")
    expect(sentences).to_have_value("Half a sentence")


def test_the_space_of_a_new_thread_is_changed_while_it_is_being_written(visit):
    for javascript in (True, False):
        page = visit("amina", javascript=javascript, width=360)
        page.goto("/threads/new?space=housing")
        page.get_by_label("Title").fill("In which space?")
        page.get_by_label("Your text").fill("Written before the space was chosen.")
        page.get_by_label("Space", exact=True).select_option(label="Equality")
        page.get_by_role("button", name="Change").click()
        expect(page.get_by_label("Title")).to_have_value("In which space?")
        expect(page.get_by_label("Your text")).to_have_value("Written before the space was chosen.")
        expect(page.get_by_label("Space", exact=True)).to_have_value("equality")
        if javascript:
            expect(page.get_by_text(SAVED)).to_be_visible()
            page.goto("/drafts")
            heading = "A new thread in “Equality”"
            expect(page.get_by_role("heading", name=heading)).to_be_visible()
            page.get_by_role("listitem").filter(has_text=heading).get_by_text(
                "Throw it away"
            ).first.click()
            page.get_by_role("listitem").filter(has_text=heading).get_by_role(
                "button", name="Throw it away"
            ).click()


def test_without_scripts_a_post_is_quoted_and_a_draft_saved_and_thrown_away(visit):
    page = _thread(visit("ben", javascript=False), "Without scripts, quoted")
    page.get_by_role("article").first.get_by_role("link", name="Quote").click()
    assert _reply(page).input_value().startswith("> A sentence *worth* quoting.")
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_text("Your draft is saved.")).to_be_visible()
    expect(page.get_by_text("Your draft of")).to_be_visible()
    expect(page.get_by_role("button", name="Throw it away")).to_be_hidden()
    page.locator("summary", has_text="Throw it away").click()
    expect(page.get_by_text("It cannot be brought back.")).to_be_visible()
    page.get_by_role("button", name="Throw it away").click()
    expect(_reply(page)).to_have_value("")


def _thread(page: Page, title: str) -> Page:
    _start(page, title, "A sentence *worth* quoting.")
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    return page


def _reply(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Your reply")


def _write(page: Page, words: str) -> None:
    _reply(page).fill(words)
    expect(page.get_by_text(SAVED)).to_be_visible()
