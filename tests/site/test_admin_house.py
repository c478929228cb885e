"""Settings of the house hold for everybody, at once and written down; two who change them are told."""

import json
import re

import pytest

from hrcn_community.core.cache import lately
from hrcn_community.core.events import Entry
from hrcn_community.core.house import AS_BUILT, HouseWord, house_now
from tests.browsing import follow
from tests.factories import PUBLIC
from tests.letterbox import read

HERE = "/admin/settings"
AS_IT_IS = {
    "name": "",
    "contact": "",
    "joining": "open",
    "language": "en",
    **{f"banner_{each}": "" for each in ("en", "de", "nl", "sv", "fr")},
    **{name: str(value) for name, value in vars(AS_BUILT).items() if name.startswith("newcomer")},
}


def fields(cleo, **changed: str) -> dict[str, str]:
    """Return what stands in the form, and what is changed in it."""
    found = re.search(r'name="filled_from"[^>]*value="(\w+)"', cleo.page(HERE))
    assert found
    return AS_IT_IS | {"filled_from": found[1]} | changed


def test_what_is_changed_shows_everywhere_and_is_written_down(world, public, cast):
    cleo = cast.cleo.browser
    changed = fields(
        cleo,
        name="House of Graz",
        contact="team@example.org",
        banner_de="Morgen früh Wartung",
        banner_en="Repairs tomorrow",
    )
    follow(cleo, cleo.post(HERE, changed))
    page = public.page("/")
    assert "House of Graz</title>" in page
    assert "Repairs tomorrow" in page
    assert "Morgen früh Wartung" in public.get("/", headers={"Accept-Language": "de"}).text
    assert "team@example.org" in public.page("/contact")
    told = {row.facts["name"]: row for row in world.rows(Entry, name="SettingChanged")}
    assert set(told) == {"name", "contact", "banner"}
    assert told["name"].actor_id == cast.cleo.id
    assert (told["name"].facts["old"], told["name"].facts["new"]) == ('""', '"House of Graz"')
    assert json.loads(told["banner"].facts["new"])["de"] == "Morgen früh Wartung"
    follow(cleo, cleo.post(HERE, fields(cleo)))
    assert "Repairs tomorrow" not in public.page("/")
    assert world.ask(house_now) == AS_BUILT


def test_mails_bear_the_name_of_the_house(cast, worker, mailbox):
    follow(
        cast.cleo.browser,
        cast.cleo.browser.post(HERE, fields(cast.cleo.browser, name="Gräz, House")),
    )
    invited = {"email": "gast@example.org", "role": "practitioner"}
    assert cast.cleo.browser.post("/admin/invitations", invited).status_code == 303
    worker()
    [mail] = read(mailbox(), "gast@example.org")
    assert mail.subject == "An invitation to Gräz, House"
    assert "HRCN Community" not in mail.all_said
    assert "Gräz, House" in mail.headers["From"]


def test_a_page_that_a_browser_keeps_is_shown_anew_when_the_banner_changes(world, public, cast):
    thread = world.thread(world.space(PUBLIC), cast.ben)
    kept = public.get(thread.address).headers.get("ETag", "")
    cast.cleo.browser.post(HERE, fields(cast.cleo.browser, banner_en="Repairs tomorrow"))
    again = public.get(thread.address, headers={"If-None-Match": kept})
    assert again.status_code == 200
    assert "Repairs tomorrow" in again.text


def test_by_invitation_only_nobody_asks_to_join(world, public, cast):
    assert 'name="statement"' in public.page("/join")
    cast.cleo.browser.post(HERE, fields(cast.cleo.browser, joining="invited"))
    page = public.page("/join")
    assert "By invitation" in page
    assert 'name="statement"' not in page
    sent = public.post("/join", email="somebody@example.org")
    assert sent.status_code == 409
    assert "By invitation" in sent.text


def test_whoever_asks_for_no_language_of_ours_gets_that_of_the_house(public, cast):
    cast.cleo.browser.post(HERE, fields(cast.cleo.browser, language="fr"))
    assert '<html lang="fr"' in public.get("/", headers={"Accept-Language": "fi"}).text
    assert '<html lang="sv"' in public.get("/", headers={"Accept-Language": "sv"}).text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": "x" * 61}, "60 characters"),
        ({"contact": "no address"}, "address"),
        ({"newcomer_days": "91"}, "from 0 to 90"),
        ({"newcomer_links": "few"}, "Not a valid integer"),
        ({"joining": "whoever"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_nothing_is_saved(world, cast, wrong, said):
    [name] = wrong
    refused = cast.cleo.browser.post(
        HERE, fields(cast.cleo.browser, banner_en="Kept words") | wrong
    )
    assert refused.status_code == 422
    assert f'id="{name}-error"' in refused.text
    assert said in refused.text
    assert "Kept words" in refused.text
    assert world.rows(HouseWord) == []


def test_two_who_change_at_once_are_told_and_nothing_is_written_over_unseen(world, cast):
    cleo, tomas = cast.cleo.browser, cast.tomas.browser
    hers, his = fields(cleo, name="House of Graz"), fields(tomas, name="House of Utrecht")
    follow(cleo, cleo.post(HERE, hers))
    late = tomas.post(HERE, his)
    assert late.status_code == 409
    assert "House of Graz" in late.text
    assert "House of Utrecht" in late.text
    assert world.ask(house_now).name == "House of Graz"


def test_settings_of_the_machine_are_named_and_never_shown(cast, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "zephyrine-is-secret-zephyrine")
    monkeypatch.setenv("MAIL_URL", "smtp://zephyrine:secret@mail.example.org")
    page = cast.cleo.browser.page(HERE)
    assert "ephyrine" not in page
    assert re.search(r"SECRET_KEY</code></th><td>set<", page)
    assert re.search(r"REDIS_URL</code></th><td>not set<", page)


def test_another_process_hears_of_it_within_a_minute(world, public, cast):
    public.page("/")
    cast.cleo.browser.post(HERE, fields(cast.cleo.browser, name="House of Graz"))
    lately.forget()  # as one that did not save it, a minute later
    assert "House of Graz" in public.page("/")


def test_nobody_else_sees_or_changes_them(world, public, cast):
    assert cast.omar.browser.sees(HERE) == 403
    assert public.sees(HERE) == 401
    assert cast.omar.browser.post(HERE, AS_IT_IS | {"name": "Mine"}).status_code == 403
    assert world.rows(HouseWord) == []
