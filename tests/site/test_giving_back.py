"""What somebody wrote and could not be taken is given back, whatever the form was."""

import re
from html import unescape

import pytest
from wtforms import PasswordField

import hrcn_community.site  # noqa: F401 - every form of the house
from hrcn_community.access.forms import HouseForm
from hrcn_community.core.errors import NEVER_KEPT
from tests.discussions.polls import a_poll
from tests.discussions.queries import ask, in_days
from tests.factories import PUBLIC

GIVEN_BACK = re.compile(r"<textarea[^>]* readonly[^>]*>\n(.*?)</textarea>", re.S)


def given_back(answer) -> list[str]:
    assert answer.status_code == 409, answer.status_code
    return [unescape(words) for words in GIVEN_BACK.findall(answer.text)]


@pytest.fixture
def query(world, cast):
    return ask(world, cast)


def test_a_remark_on_a_draft_that_changed_stands_in_the_form_about_the_new_one(world, cast, query):
    query.confirming()
    query.take_back()
    query.save("Other words. [2]")
    query.send()
    answer = query.say(cast.ben, "no", round="1", remark="It was 2019, not 2018.")
    assert answer.status_code == 409
    assert "The draft has changed since you looked at it" in answer.text
    assert "It was 2019, not 2018.</textarea>" in answer.text
    assert "Other words." in answer.text
    [round_] = re.findall(r'name="round" value="(\d+)"', answer.text)
    again = query.say(cast.ben, "no", round=round_, remark="It was 2019, not 2018.")
    assert again.status_code == 303


def test_a_remark_that_comes_too_late_is_given_back(cast, query):
    query.confirming()
    query.published()
    assert given_back(query.say(cast.ben, "no", remark="Unfair")) == ["Unfair"]


def test_why_something_is_published_or_extended_is_given_back(cast, query):
    query.confirming()
    query.say(cast.ben)
    reason = "Both views\nstand there."
    answer = query.publish(round="7", over_objection=reason)
    assert given_back(answer) == [reason]
    query.publish()
    answer = query.post(cast.chandra, "window", until=in_days(9), reason="Many are on leave.")
    assert given_back(answer) == ["Many are on leave."]


def test_a_poll_is_given_back_choice_by_choice(world, cast):
    thread = world.thread(world.space(PUBLIC), cast.amina)
    asked = a_poll(world, cast.amina, thread=thread)
    poll = {"poll_question": "And now?", "poll_choices": "Yes\nNo"}
    poll |= {"poll_kind": "single", "poll_results": "always", "poll_names": "named"}
    answer = cast.amina.browser.post(f"{asked.address}/new", poll)
    assert given_back(answer) == ["And now?", "Yes\nNo"]
    cast.amina.browser.post(f"{asked.address}/closure")
    words = {"words_1": "Pumps", "words_2": "Insulation", "words_3": "Grids"}
    changed = {"poll_question": "When?", "poll_choices": "", "edition": "1", **words}
    answer = cast.amina.browser.post(f"{asked.address}/edit", changed)
    assert given_back(answer) == ["When?", "Pumps", "Insulation", "Grids"]


def test_nothing_is_given_back_that_nobody_wrote(world, cast):
    """Neither tokens and numbers nor what was chosen from a list; what is to be secret least of all."""
    thread = world.thread(world.space(PUBLIC, facilitator=cast.chandra), cast.amina)
    cast.chandra.browser.post(f"{thread.address}/closure", reason="Done.")
    answer = cast.ben.browser.post(
        f"{thread.address}/replies",
        body="One word more.",
        form_token="a" * 64,
        place=f"reply:{thread.ref}",
        sequence="7",
        language="de",
        password="my secret is this",
    )
    assert given_back(answer) == ["One word more."]


def test_no_password_is_ever_kept():
    names = {
        name
        for form in _forms(HouseForm)
        for name, field in vars(form).items()
        if getattr(field, "field_class", None) is PasswordField
    }
    assert names
    assert names <= NEVER_KEPT


def _forms(form: type) -> set[type]:
    return {form}.union(*(_forms(each) for each in form.__subclasses__()))
