"""A secret word in every confidential field, and everybody else looking for it everywhere."""

import re

import pytest
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from hrcn_community.worker import work_off
from tests.addresses import WHOLE
from tests.browsing import Browser
from tests.canary.filed import addresses_for, in_their_browser, tokens_for
from tests.canary.placed import taken_along
from tests.canary.planted import Planted, told
from tests.canary.planters import COMPANION, MARK, MEMBERS_MARK, NEVER
from tests.conftest import mails_from
from tests.letterbox import read
from tests.papers import readable

LIKE_THE_PUBLIC = ("the public", "the system administrator")
WORDS = rf"(?:{MARK}|{MEMBERS_MARK})[a-z]+"
# One test walks every address, as everybody.
pytestmark = pytest.mark.timeout(600)


def test_those_inside_meet_every_secret_word(planted):
    """Else the silence of the others would prove nothing."""
    missing = {*planted.house.secrets.values(), *planted.house.inner.values()}
    met = set(re.findall(WORDS, "".join(planted.open_inside.values())))
    for page in planted.open_inside:
        for insider in planted.house.insiders if missing - met else ():
            answer = insider.browser.get(page, follow_redirects=True)
            met |= set(re.findall(WORDS, readable(answer)))
    assert missing - met == set()
    assert {word for word in met if word.startswith(MARK + NEVER)} == set()


def test_those_inside_meet_them_in_what_they_take_along_too(planted):
    """Else the silence of feeds and copies would prove nothing."""
    of = {ending: set() for ending in (".md", ".pdf")}
    for page, text in planted.open_inside.items():
        for ending in of:
            of[ending] |= set(re.findall(WORDS, text)) if page.endswith(ending) else set()
    said = {planted.house.secrets[each] for each in ("thread title", "edited reply", "answer")}
    assert all(said <= met for met in of.values()), of
    assert any(page.endswith("/feed.atom") for page in planted.open_inside)


def test_nobody_else_meets_one_anywhere_or_learns_that_something_is_there(planted, caplog):
    """One walk of everybody: nothing secret in answers, logs and mail; hidden is as never there."""
    app, found, compared = planted.house.world.app, [], 0
    caplog.set_level(0)
    with capture_logs() as lines:
        for who, browser, address in planted.asked():
            answer = browser.get(address)
            found += [f"{who} at {address}: {secret}" for secret in _secrets_in(answer, who)]
            if planted.is_hidden(address):
                if planted.is_told_apart(who, browser.get, address, answer):
                    found.append(f"{who} at {address}: {answer.status_code}")
                compared += 1
        work_off(app)
    assert found == []
    assert compared
    assert lines
    assert MARK not in str(lines).lower()
    assert MARK not in caplog.text.lower()
    assert _secrets_in_mail(planted) == set()


def test_what_those_inside_read_is_logged_and_mailed_without_a_secret_word(planted, caplog):
    app = planted.house.world.app
    caplog.set_level(0)
    with capture_logs() as lines:
        for turn, page in enumerate(planted.open_inside):
            planted.house.insiders[turn % len(planted.house.insiders)].browser.get(page)
        work_off(app)
    assert lines
    assert MARK not in str(lines).lower()
    assert MARK not in caplog.text.lower()
    assert _secrets_in_mail(planted) == set()


def test_nobody_else_takes_one_along_with_what_is_theirs(planted):
    """What somebody wrote is theirs wherever it stands; what others wrote there is not."""
    house, found = planted.house, {}
    eve = house.secrets["reason of asking"]  # her own words
    for who, somebody in {**house.others, "somebody inside": house.cast.ben}.items():
        archive = house.world.do(lambda id_=somebody.id: taken_along(id_))
        found[who] = set(re.findall(rf"{MARK}[a-z]+", archive)) - {eve}
    assert found.pop("somebody inside")
    assert {who: words for who, words in found.items() if words} == {}


def test_those_inside_are_mailed_words_of_what_is_restricted_and_nothing_of_what_is_confidential(
    planted,
):
    """Else the silence of mail would prove nothing."""
    house = planted.house
    assert (house.cast.ben.email, house.secrets["restricted reply"]) in _words_in_mail(planted)
    mails = read(mails_from(house.world.app), to=house.cast.ben.email)
    assert any("not named in mail" in mail.text for mail in mails)
    assert _secrets_in_mail(planted) == set()


def test_files_are_opened_by_those_inside_alone(planted):
    """At the addresses of those inside, and at those that would be made for whoever asks."""
    house, nothing, found = planted.house, "/files/" + "0" * 36, []
    ruth = in_their_browser(house, house.cast.ruth)
    opened = [house.cast.ruth.browser.get(f"/files/{each}") for each in tokens_for(house, ruth)]
    assert [answer.status_code for answer in opened].count(200) == 2
    assert any(f"{MARK}inafile".encode() in answer.data for answer in opened)
    assert not any(b"author" in answer.data for answer in opened)
    for who, browser in planted.browsers.items():
        never = {end: told(browser.get(nothing + end)) for end in ("", "/small")}
        for address in addresses_for(house, who, browser):
            end = "/small" if address.endswith("/small") else ""
            if told(browser.get(address)) != never[end]:
                found.append(f"{who} at {address}")
    assert found == []


def test_the_public_finds_nothing_that_is_for_the_network(planted):
    public, found = planted.browsers["the public"], []
    for word in (COMPANION, *planted.house.inner.values()):
        text = public.get(f"/search?q={word}").text.lower().replace(word, "")
        found += re.findall(rf"{MEMBERS_MARK}[a-z]*", text)
    assert found == []


@pytest.mark.parametrize("more", ["", "*+lang:en&typing=1&in=threads"])
def test_searching_for_a_secret_word_is_as_searching_for_none(planted, more):
    secrets = sorted(set(planted.house.secrets.values()))
    step = 1 if WHOLE else 5 if more else 3  # in turn: many are asked
    for turn, browser in enumerate(planted.browsers.values()):
        words = secrets[turn % step :: step]
        lengths = {len(word) for word in words}
        of_nothing = {length: _size_of_search(browser, "x" * length + more) for length in lengths}
        found = {word: _size_of_search(browser, word + more) for word in words}
        assert {word: size for word, size in found.items() if size != of_nothing[len(word)]} == {}


def test_notices_name_nothing_hidden_to_those_outside(planted):
    for who, somebody in planted.house.others.items():
        page = somebody.browser.page("/notifications")
        assert MARK not in page.lower(), who
        assert not any(name in page for name in planted.hidden), who


def test_people_outside_are_not_offered_to_be_named_inside(planted):
    address = f"/mentions?space={planted.house.space.slug}&q="
    offered = {
        who.name: set(re.findall(r'data-value="@([a-z0-9-]+)"', who.browser.page(address)))
        for who in (planted.house.cast.ruth, planted.house.cast.ben)
    }
    # Ines keeps her distance from Ben.
    assert offered == {"Ruth": {"ben", "ruth", "ines"}, "Ben": {"ben", "ruth"}}


def _size_of_search(browser: Browser, word: str) -> int:
    return len(browser.get(f"/search?q={word}").data)


def _words_in_mail(planted: Planted) -> set[tuple[str, str]]:
    """Return to whom which secret words were mailed, in mails as they are read: unpacked."""
    return {
        (mail.to, word)
        for mail in read(mails_from(planted.house.world.app))
        for word in re.findall(rf"{MARK}[a-z]*", mail.all_said.lower())
    }


def _secrets_in_mail(planted: Planted) -> set[tuple[str, str]]:
    """Return what nobody should have been mailed: all but a restricted space's words, to its members."""
    house = planted.house
    restricted = {word for name, word in house.secrets.items() if name.startswith("restricted")}
    members = {each.email for each in (house.cast.ben, house.cast.ruth, house.cast.ines)}
    allowed = {(email, word) for email in members for word in restricted}
    return _words_in_mail(planted) - allowed


def _secrets_in(answer: TestResponse, who: str) -> list[str]:
    """Return the words that somebody should not have met; to the public all the network's are secret."""
    marks = f"{MARK}|{MEMBERS_MARK}" if who in LIKE_THE_PUBLIC else MARK
    return sorted(
        set(re.findall(rf"(?:{marks})[a-z]*", f"{readable(answer)}{answer.headers}".lower()))
    )
