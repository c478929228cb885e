"""Adding files in a real browser, by button, by drop and by paste, and what becomes of them."""

import base64

from playwright.sync_api import Page, expect

from tests.attachments.files import a_letter, a_locked_paper, a_paper, a_photo, hidden_in
from tests.journeys.barriers import barriers_on
from tests.journeys.test_composing import SAVED, _reply, _thread, _write
from tests.journeys.test_threads import _start

TRACE = "unterhaltung7391"
JPEG, PDF = "image/jpeg", "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
GIVE = """([selector, kind, name, type, data]) => {
  const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
  const given = new DataTransfer();
  given.items.add(new File([bytes], name, { type }));
  const options = { bubbles: true, cancelable: true };
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { ...options, clipboardData: given })
    : new DragEvent(kind, { ...options, dataTransfer: given });
  document.querySelector(selector).dispatchEvent(event);
}"""


def test_files_come_by_button_drop_and_paste_and_go_out_without_what_they_knew(visit):
    page = _thread(visit("amina"), "Three ways")
    sent = {
        "photo.jpg": a_photo(TRACE),
        "report.pdf": a_paper(TRACE),
        "letter.docx": a_letter(TRACE),
    }
    assert all(hidden_in(data, TRACE) for data in sent.values())
    _choose(page, "photo.jpg", JPEG, sent["photo.jpg"])
    _give(page, "[data-composer]", "drop", "report.pdf", PDF, sent["report.pdf"])
    _give(page, "[data-composer] textarea", "paste", "letter.docx", DOCX, sent["letter.docx"])
    files = page.get_by_role("list", name="Files of this post")
    expect(files.get_by_role("listitem")).to_have_count(3)
    expect(page.get_by_role("status").filter(has_text="letter.docx is added.")).to_have_count(1)
    page.get_by_label("Describe the picture").fill("The square before the works")
    _write(page, "All three.")
    page.reload()  # a draft keeps its files
    expect(files.get_by_role("listitem")).to_have_count(3)
    page.get_by_role("button", name="Reply", exact=True).click()
    post = page.get_by_role("article").nth(1)
    expect(post.get_by_role("img", name="The square before the works")).to_be_visible()
    for link in [post.locator("a.picture"), *post.locator(".paper a").all()]:
        answer = page.request.get(link.get_attribute("href") or "")
        assert answer.ok
        assert not hidden_in(answer.body(), TRACE), link.inner_text()


def test_an_upload_that_breaks_off_says_so_keeps_the_text_and_can_be_tried_again(visit):
    page = _thread(visit("ben", width=360, dark=True), "On a train")
    _reply(page).fill("Half an hour of writing.")
    page.context.route("**/files", lambda route: route.abort())
    _choose(page, "photo.jpg", JPEG, a_photo())
    expect(page.get_by_text("This file did not arrive.", exact=False).last).to_be_visible()
    expect(_reply(page)).to_have_value("Half an hour of writing.")
    page.context.unroute("**/files")
    again = page.get_by_role("button", name="Try again")
    again.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Describe the picture")).to_be_visible()
    _choose(page, "plan.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    expect(page.get_by_text("SVG, HTML and other files").last).to_be_visible()
    page.get_by_role("button", name="Leave out").click()
    page.get_by_role("checkbox", name="Leave out").check()
    page.get_by_role("button", name="Reply", exact=True).click()
    expect(page.get_by_role("article").nth(1)).to_contain_text("Half an hour of writing.")
    expect(page.locator(".files")).to_have_count(0)


def test_what_is_sent_waits_for_its_files(visit):
    page = _thread(visit("amina", for_axe=True), "In a hurry")
    _reply(page).fill("With a picture.")
    page.context.route("**/files", lambda route: (page.wait_for_timeout(400), route.continue_()))
    _choose(page, "photo.jpg", JPEG, a_photo())
    page.get_by_role("button", name="Reply", exact=True).click()
    expect(page.get_by_role("article").nth(1).locator(".picture img")).to_be_visible()
    _choose(page, "photo.jpg", JPEG, a_photo(width=200))
    expect(page.locator("[data-file]")).to_have_count(1)
    _choose(page, "plan.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    expect(page.locator(".added")).to_have_count(2)
    expect(page.locator(".added.is-refused")).to_have_count(1)
    assert barriers_on(page, "with files that were added and refused") == []


def test_nothing_is_sent_without_a_file_that_was_refused(visit):
    page = _thread(visit("ben"), "See the sheet attached")
    _reply(page).fill("See the sheet attached.")
    _choose(page, "sheet.pdf", PDF, a_locked_paper())
    expect(page.get_by_text("This file is protected by a password.").last).to_be_visible()
    page.get_by_role("button", name="Reply", exact=True).click()
    expect(page.get_by_text("Not sent yet: a file is not with it.")).to_be_visible()
    expect(page.get_by_role("button", name="Leave out: sheet.pdf")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Reply", exact=True).click()
    expect(page.get_by_role("article").nth(1)).to_contain_text("See the sheet attached.")


def test_two_tabs_bring_their_files_together(visit):
    page = _thread(visit("amina"), "Files in two tabs")
    _write(page, "Begun here.")
    other = page.context.new_page()
    other.goto(page.url)
    _choose(other, "photo.jpg", JPEG, a_photo(width=220))
    expect(other.get_by_text(SAVED)).to_be_visible()
    _reply(page).fill("Gone on here.")
    two = page.get_by_role("region", name="Two texts")
    expect(two).to_contain_text("photo.jpg")
    page.get_by_role("button", name="Put the other below mine").click()
    expect(page.get_by_label("Describe the picture")).to_have_count(1)
    expect(page.get_by_text(SAVED)).to_be_visible()
    page.get_by_role("button", name="Reply", exact=True).click()
    expect(page.get_by_role("article").nth(1).locator(".picture img")).to_have_count(1)


def _choose(page: Page, name: str, kind: str, data: bytes) -> None:
    page.get_by_label("Add files").set_input_files({"name": name, "mimeType": kind, "buffer": data})


def _give(page: Page, selector: str, kind: str, name: str, media: str, data: bytes) -> None:
    page.evaluate(GIVE, [selector, kind, name, media, base64.b64encode(data).decode()])


def test_without_scripts_on_a_phone_in_the_dark_a_file_goes_with_the_form(visit):
    page = visit("ben", javascript=False, width=360, dark=True)
    _start(page, "No scripts here", "A sentence.")
    _reply(page).fill("With the sheet.")
    page.get_by_label("Add files").set_input_files(
        [
            {"name": "locked.pdf", "mimeType": PDF, "buffer": a_locked_paper()},
            {"name": "report.pdf", "mimeType": PDF, "buffer": a_paper()},
        ]
    )
    page.get_by_role("button", name="Reply", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("locked.pdf: This file is protected").first).to_be_visible()
    expect(_reply(page)).to_have_value("With the sheet.")
    expect(page.get_by_role("checkbox", name="Leave out (report.pdf)")).not_to_be_checked()
    page.get_by_role("button", name="Reply", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="report.pdf")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
