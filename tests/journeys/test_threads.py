"""A newcomer's way through the threads, as people go it."""

from playwright.sync_api import Locator, Page, expect

TITLE = "Who pays for the lift?"


def test_the_public_reads_the_first_page_and_a_thread(visit, photograph):
    page = visit()
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    photograph(page, "public-home")
    page.get_by_role("navigation", name="Rooms").first.get_by_role("link", name="Threads").click()
    expect(page.get_by_role("heading", name="Threads", level=1)).to_be_visible()
    page.locator(".thread__title a").first.click()
    expect(page.get_by_role("article").first).to_be_visible()
    expect(page.get_by_text("Members write here")).to_be_visible()
    photograph(page, "thread")


def test_somebody_signs_in_by_keyboard_alone_and_lands_where_they_wanted(visit):
    page = visit()
    page.goto("/notifications")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    _tab_to(page, "email")
    page.keyboard.type("eve@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type("human-rights-city")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Notifications", level=1)).to_be_visible()


def test_a_thread_is_started_answered_edited_taken_back_brought_back_and_found(visit):
    amina = visit("amina")
    _start(amina, TITLE, "Our house has **five** floors and no zeppelin.")
    expect(amina.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    expect(amina.locator("strong", has_text="five")).to_be_visible()
    thread = amina.url

    ben = visit("ben")
    ben.goto(thread)
    ben.get_by_role("textbox", name="Your reply").fill("Ours was paid by the *city*.")
    ben.get_by_role("button", name="Preview").click()
    expect(ben.get_by_role("region", name="Preview").locator("em")).to_have_text("city")
    ben.get_by_role("button", name="Reply", exact=True).click()
    reply = ben.get_by_role("article").nth(1)
    expect(reply).to_contain_text("Ours was paid by the city.")

    _more(reply).get_by_role("link", name="Edit").click()
    ben.get_by_label("Your text").fill("Ours was paid by the region.")
    ben.get_by_role("button", name="Save").click()
    expect(reply).to_contain_text("by the region.")
    expect(reply.get_by_role("link", name="edited")).to_be_visible()

    _more(reply).get_by_text("Take back", exact=True).click()
    reply.get_by_role("button", name="Take it back").click()
    expect(reply).to_contain_text("was taken back by its author")
    reply.get_by_role("button", name="Bring it back").click()
    expect(reply).to_contain_text("by the region.")

    ben.get_by_role("search").first.get_by_role("searchbox").fill("zeppelin")
    ben.keyboard.press("Enter")
    expect(ben.get_by_role("link", name=TITLE)).to_be_visible()
    expect(ben.locator("mark").first).to_have_text("zeppelin")


def test_the_same_is_done_without_scripts(visit):
    page = visit("ben", javascript=False)
    _start(page, "Without scripts", "A text that is **sent** as it is.")
    expect(page.get_by_role("heading", name="Without scripts", level=1)).to_be_visible()
    page.get_by_role("textbox", name="Your reply").fill("A *reply*.")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Nothing has been sent yet")).to_be_visible()
    expect(page.locator("em", has_text="reply")).to_be_visible()
    page.get_by_role("button", name="Go on writing").click()
    expect(page.get_by_role("textbox", name="Your reply")).to_have_value("A *reply*.")
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Send it now").click()
    reply = page.get_by_role("article").nth(1)
    expect(reply).to_contain_text("A reply.")
    _more(reply).get_by_role("link", name="Edit").click()
    page.get_by_label("Your text").fill("Another reply.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(reply).to_contain_text("Another reply.")
    _more(reply).get_by_text("Take back", exact=True).click()
    reply.get_by_role("button", name="Take it back").click()
    reply.get_by_role("button", name="Bring it back").click()
    expect(reply).to_contain_text("Another reply.")


def test_a_mistake_is_said_beside_its_field_and_nothing_is_lost(visit):
    page = visit("amina")
    page.goto("/threads/new?space=housing")
    page.get_by_label("Title").fill("Too many brackets")
    page.get_by_label("Your text").fill("Kept words. " + "[" * 500)
    page.get_by_role("button", name="Start the thread").click()
    expect(page.get_by_text("too many square brackets").first).to_be_visible()
    expect(page.get_by_label("Your text")).to_have_value("Kept words. " + "[" * 500)


def test_a_facilitator_hides_a_post_with_a_reason(visit):
    amina = visit("amina")
    _start(amina, "Something to be hidden", "It names a tenant.")
    chandra = visit("chandra")
    chandra.goto(amina.url)
    post = chandra.get_by_role("article").first
    _more(post).get_by_text("Hide", exact=True).click()
    post.get_by_label("Reason").fill("It names a person.")
    post.get_by_role("button", name="Hide it").click()
    expect(post).to_contain_text("Their reason: It names a person.")
    amina.reload()
    expect(amina.get_by_role("article").first).not_to_contain_text("names a tenant")


def test_a_reader_values_keeps_and_translates_a_post_by_keyboard(visit):
    amina = visit("amina")
    _start(amina, "Heat in the stairwell", "We painted the pipes.")
    page = visit("ben", width=360)
    page.goto(amina.url)
    post = page.get_by_role("article").first
    for name in ("We tried this", "Bookmark"):
        button = post.get_by_role("button", name=name)
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(button).to_be_focused()
    menu = _more(post)
    expect(menu.get_by_role("link", name="Translate")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("link", name="Translate")).to_be_hidden()
    _more(post).get_by_role("link", name="Translate").click()
    page.get_by_label("Language of your translation").select_option("Dutch")
    page.get_by_role("textbox", name="Your translation").fill("Wij verfden de *leidingen*.")
    page.get_by_role("button", name="Publish the translation").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Post 1 in Dutch")
    page.goto(amina.url)
    expect(post.get_by_role("link", name="Dutch")).to_be_visible()
    page.goto("/bookmarks")
    expect(page.get_by_role("link", name="Heat in the stairwell")).to_be_visible()


def _more(post: Locator) -> Locator:
    """Open the menu of a post and return it."""
    menu = post.locator("details", has=post.page.get_by_label("More about post"))
    menu.get_by_label("More about post").click()
    return menu


def _start(page: Page, title: str, body: str) -> None:
    page.goto("/threads/new?space=housing")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Your text").fill(body)
    page.get_by_role("button", name="Start the thread").click()


def _tab_to(page: Page, name: str) -> None:
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"no way to {name} by keyboard")
