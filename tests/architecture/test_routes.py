"""Every address declares who may come, and none takes a deed without a sign that it was meant."""

import ast
import inspect
import textwrap

from hrcn_community.access.permissions import every_permission
from tests.addresses import addresses, strangers
from tests.architecture.source import lines_of_body
from tests.factories import CONFIDENTIAL, PUBLIC

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
LONGEST_VIEW = 9
# What a mailed link opens: whoever follows one cannot be signed in yet. No link is found without its token.
BY_MAIL = (
    "/sign-in/reset/1",
    "/join/confirm/1",
    "/join/invitation/1",
    "/address/1",
    "/unsubscribe/1",
)


def test_every_endpoint_declares_a_permission_or_that_it_is_public(app):
    known = {*every_permission(), None}
    undeclared = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint != "static" and getattr(view, "permission", "nothing") not in known
    ]
    assert undeclared == []


def test_a_deed_of_somebody_signed_in_is_refused_without_a_token(app, world, cast):
    """But for the one click of a mail program, whose address bears a token of its own."""
    _something_stands(world, cast)
    for method in UNSAFE:
        for address in addresses(app, method):
            if address == "/unsubscribe/1":
                continue
            for data in ({}, {"csrf_token": "made up"}):
                answer = cast.amina.browser.client.open(address, method=method, data=data)
                assert answer.status_code == 400, f"{method} {address}: {answer.status_code}"


def test_signed_out_a_deed_is_answered_before_any_look_up(app, world, cast, public):
    _something_stands(world, cast)
    for method in UNSAFE:
        for there, nowhere in strangers(app, method):
            if there.endswith(BY_MAIL):
                continue
            answers = [public.client.open(each, method=method) for each in (there, nowhere)]
            assert [answer.status_code for answer in answers] == [401, 401], there
            assert len(answers[0].data) == len(answers[1].data), there


def test_signed_out_a_deed_at_an_address_that_never_existed_is_answered_the_same(public):
    assert public.client.post("/nowhere/at-all").status_code == 401
    assert public.client.delete("/threads").status_code == 401


def test_one_view_alone_needs_neither_a_token_of_the_session_nor_our_own_page(app):
    named = {
        name for name, view in app.view_functions.items() if getattr(view, "token_suffices", False)
    }
    assert named == {"unsubscribing.stop"}


def test_reading_changes_no_verb(app):
    """Deeds have their own addresses: no view takes both GET and an unsafe method."""
    both = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and set(rule.methods or ()) & set(UNSAFE)
    ]
    assert both == []


def test_views_are_short(app):
    lengths = {name: _lines(view) for name, view in app.view_functions.items() if name != "static"}
    assert {name: n for name, n in lengths.items() if n > LONGEST_VIEW} == {}


def _lines(view) -> int:
    source = textwrap.dedent(inspect.getsource(inspect.unwrap(view)))
    [function] = ast.parse(source).body
    assert isinstance(function, ast.FunctionDef)
    return lines_of_body(function)


def _something_stands(world, cast) -> None:
    world.thread(world.space(PUBLIC), cast.amina)
    world.thread(world.space(CONFIDENTIAL, member=cast.ben), cast.ben)
