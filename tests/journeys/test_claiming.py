"""Finding what one wrote on an old mailing list, and putting one's name to it."""

from playwright.sync_api import expect

from hrcn_community.cli import hrcn
from tests.importing.mailboxes import a_message


def test_somebody_claims_what_they_wrote_elsewhere(visit, living_app, tmp_path):
    box = tmp_path / "old-list.mbox"
    body, subject = "We did it street by street.\n\n> How?", "Warm homes, years ago"
    message = a_message(1, body=body, subject=subject, From="A. Haddad <amina@example.org>")
    box.write_text(message)
    command = ["import", "mbox", str(box), "--by", "cleo", "--space", "participation"]
    done = living_app.test_cli_runner().invoke(hrcn, command)
    assert done.exit_code == 0, done.output

    ben = visit("ben")
    ben.goto("/search?q=street+by+street")
    ben.get_by_role("link", name="Warm homes, years ago").first.click()
    author = ben.locator(".post__author").first
    expect(author).to_have_text("A. Haddad (imported)")
    expect(author.get_by_role("link")).to_have_count(0)

    amina = visit("amina", width=360, javascript=False)
    amina.goto("/settings")
    amina.get_by_role("link", name="My data").click()
    amina.get_by_role("link", name="From elsewhere").click()
    expect(amina.get_by_text("as A. Haddad (imported)")).to_be_visible()
    expect(amina.get_by_role("link", name="Warm homes, years ago")).to_be_visible()
    amina.get_by_role("button", name="I wrote this: put my name to it").click()
    expect(amina.get_by_role("heading", name="Nothing waits for you here")).to_be_visible()
    expect(amina.get_by_text("bears your name now")).to_be_visible()

    ben.reload()
    expect(ben.locator(".post__author").first).to_have_text("Amina Rahmani")
