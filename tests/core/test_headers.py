"""What every answer bears, and what a cache may keep."""

import re

from tests.factories import PUBLIC


def test_every_kind_of_answer_bears_the_safe_headers(world, cast, public):
    thread = world.thread(world.space(PUBLIC), cast.amina)
    answers = [
        public.get("/"),
        public.get(thread.address),
        public.get("/nowhere"),
        public.get("/notifications"),
        public.client.post("/threads"),
        cast.amina.browser.get("/"),
        cast.amina.browser.post("/preview", body="**x**"),
        public.get("/static/css/app.css", buffered=True),
        public.get("/healthz"),
    ]
    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "object-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}


def test_a_page_for_a_person_is_kept_by_no_cache(world, cast):
    thread = world.thread(world.space(PUBLIC), cast.amina)
    for address in (
        "/",
        "/threads",
        thread.address,
        "/search?q=warm",
        "/nowhere",
        "/notifications",
    ):
        headers = cast.amina.browser.get(address).headers
        assert headers["Cache-Control"] == "no-store", address
        assert "ETag" not in headers, address


def test_a_public_page_is_asked_for_again_and_answered_with_a_word(world, cast, public):
    thread = world.thread(world.space(PUBLIC), cast.amina)
    for address in ("/", "/threads", "/spaces", thread.address):
        first = public.get(address)
        assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate", address
        assert "Cookie" in first.headers["Vary"]
        assert "Set-Cookie" not in first.headers
        again = public.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304, address
        assert again.data == b""
    cast.ben.browser.post(f"{thread.address}/replies", body="Something new.")
    first = public.get(thread.address, headers={"If-None-Match": "W/old"})
    assert first.status_code == 200


def test_a_page_with_a_token_or_a_cookie_is_kept_by_no_cache(public):
    for _ in range(2):  # the second time the session is there already
        answer = public.get("/sign-in")
        assert "csrf_token" in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
    assert public.get("/nowhere").headers["Cache-Control"] == "no-store"


def test_the_same_address_in_another_language_or_as_a_fragment_is_another_answer(public):
    vary = public.get("/threads").headers["Vary"]
    for name in ("Cookie", "Accept-Language", "HX-Request"):
        assert name in vary


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(cast, public):
    assert public.sign_in(cast.amina.email).status_code == 303
    for name in ("hrcn", "device"):
        cookie = public.client.get_cookie(name)
        assert cookie is not None
        assert cookie.http_only
        assert cookie.same_site == "Lax"


def test_styles_and_scripts_bear_the_print_of_their_content_and_are_kept_for_a_year(public):
    page = public.page("/")
    found = re.findall(r'(?:href|src)="(/static/v-[0-9a-f]{12}/[^"#]+)"', page)
    assert any(address.endswith("app.css") for address in found)
    for address in found:
        answer = public.get(address, buffered=True)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Set-Cookie" not in answer.headers


def test_a_file_without_its_print_is_asked_for_again(public):
    answer = public.get("/static/css/app.css", buffered=True)
    assert answer.headers["Cache-Control"] == "no-cache"
    assert public.get("/static/no-such-file.css").status_code == 404


def test_no_static_address_leads_out_of_its_folder(public):
    for address in ("/static/../config.py", "/static/%2e%2e/config.py", "/static//etc/passwd"):
        assert public.sees(address) in {400, 404, 308}


def test_every_answer_can_be_found_in_the_log_by_its_number(public):
    assert re.fullmatch(r"[0-9a-f]{32}", public.get("/").headers["X-Request-Id"])
    given = public.get("/", headers={"X-Request-Id": "from-the-proxy-1"})
    assert given.headers["X-Request-Id"] == "from-the-proxy-1"
    forged = public.get("/", headers={"X-Request-Id": 'x"} {"level": "'})
    assert forged.headers["X-Request-Id"] != 'x"} {"level": "'
