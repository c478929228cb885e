"""What is sent as an address and is none breaks nothing: it is as good as no address."""

import re

from tests.moderation.noticing import OURS

NONE = "http://[house"


def test_an_address_that_is_none_is_answered_in_words(cast, public):
    said = {"category": "rule", "explanation": "It names a tenant.", "good_faith": "y"}
    answer = public.client.post("/moderation/notices", data={"address": NONE, **said}, headers=OURS)
    assert answer.status_code == 422
    assert "We find nothing at this address" in answer.text


def test_headers_that_are_no_addresses_are_as_good_as_none(cast, public):
    for name in ("Origin", "Referer"):
        sent = public.client.post("/settings/theme", data={}, headers={name: NONE})
        assert sent.status_code == 400
    browser = cast.amina.browser
    fields = {"csrf_token": browser.form_token(), "texts": "keep", "handle": "amina"}
    for each, expected in ((browser, 401), (public, 401)):  # one more proof; signing in
        answer = each.client.post("/settings/data/erasure", data=fields, headers={"Referer": NONE})
        assert answer.status_code == expected
        assert re.search(r'name="next"[^>]* value="/"', answer.text)
    fragment = {"HX-Request": "true", "HX-Current-URL": NONE}
    led = browser.get("/settings/email", headers=fragment)
    assert led.headers["HX-Redirect"] == "/settings/step-up?next=/"
