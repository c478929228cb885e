"""Being told of a browser that was never used for one's account before."""

from tests.browsing import PASSWORD, Browser
from tests.letterbox import read

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
TOLD = "with a browser that was never used for it before"


def sign_in(browser: Browser, email: str) -> None:
    browser.client.environ_base |= {"HTTP_USER_AGENT": FIREFOX, "REMOTE_ADDR": "192.0.2.77"}
    assert browser.post("/sign-in", email=email, password=PASSWORD).status_code == 303


def test_a_browser_that_is_new_is_told_by_mail_and_in_the_app_but_not_the_very_first(
    app, world, worker, mailbox
):
    nora = world.person("Nora")
    first, second = Browser(app), Browser(app)
    sign_in(first, nora.email)
    first.post("/sign-out")
    sign_in(first, nora.email)
    worker()
    assert read(mailbox(), nora.email) == []
    sign_in(second, nora.email)
    worker()
    [mail] = read(mailbox(), nora.email)
    assert TOLD in mail.text
    assert "Firefox · Linux" in mail.text
    assert "/settings/sign-ins" in mail.text
    assert "192.0" not in mail.all_said
    assert "with a new browser: Firefox · Linux" in first.page("/notifications")
    sign_in(second, nora.email)
    worker()
    assert len(read(mailbox(), nora.email)) == 1


def test_a_browser_known_for_one_person_is_new_for_another(app, world, worker, mailbox):
    nora, pia = world.person("Nora"), world.person("Pia")
    shared, own = Browser(app), Browser(app)
    sign_in(own, pia.email)
    sign_in(shared, nora.email)
    sign_in(shared, pia.email)
    worker()
    assert read(mailbox(), nora.email) == []
    assert TOLD in read(mailbox(), pia.email)[-1].text


def test_one_ends_single_browsers_or_all_others(app, world):
    nora = world.person("Nora")
    browsers = [Browser(app) for _ in range(4)]
    for browser in browsers:
        sign_in(browser, nora.email)
    page = browsers[0].page("/settings/sign-ins")
    assert page.count("Firefox · Linux") == 4
    assert page.count("by password") == 4
    assert page.count("This one") == 1
    action = page.split('action="/settings/sign-ins/')[1].split('"')[0]
    assert browsers[0].post(f"/settings/sign-ins/{action}").status_code == 303
    assert [each.sees("/settings") for each in browsers].count(401) == 1
    browsers[0].post("/settings/sign-ins/end")
    assert [each.sees("/settings") for each in browsers] == [200, 401, 401, 401]
