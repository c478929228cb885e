"""A browser without a screen, as one person uses it."""

import re
from html import unescape
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from hrcn_community.accounts.signing_in import begin
from hrcn_community.core.db import db

PASSWORD = "a-long-enough-password"
# The form to sign in; for somebody who is signed in, the page that nothing is here.
CHEAP = "/sign-in?next=/nothing-is-here"


class Browser:
    """Gets pages and sends forms; every form bears the token of the page that it came from."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self._kept_token = self._session_of_token = ""

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.client.get(path, **options)

    def page(self, path: str) -> str:
        """Return the text of a page that must be there."""
        answer = self.get(path, follow_redirects=True)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer.text

    def token(self, path: str = "/sign-in") -> str:
        answer = self.get(path, follow_redirects=True)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.text)
        return unescape(found[1]) if found else ""

    def form_token(self) -> str:
        """Return what the forms of this session bear; a page is asked for it once in a session.

        Asked before each form, the page would cost more than the form.
        """
        if self._session() != self._session_of_token or not self._session_of_token:
            self._kept_token = self.token(CHEAP)
            self._session_of_token = self._session()
        return self._kept_token

    def _session(self) -> str:
        """Return what this session keeps for its tokens; nothing, where there is none yet."""
        cookie = self.client.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        signer = SecureCookieSessionInterface().get_signing_serializer(self.app)
        assert signer
        return signer.loads(cookie.value).get("csrf_token", "") if cookie else ""

    def post(self, path: str, data: dict[str, Any] | None = None, **fields: Any) -> TestResponse:
        """Send a form with its token; `data` for fields whose names are no Python names."""
        fields = {"csrf_token": self.form_token(), **(data or {}), **fields}
        return self.client.post(path, data=fields)

    def fragment(
        self, path: str, data: dict[str, Any] | None = None, **fields: Any
    ) -> TestResponse:
        """Send a form as htmx does, which wants only the changed part of the page."""
        fields = {"csrf_token": self.form_token(), **(data or {}), **fields}
        return self.client.post(path, data=fields, headers={"HX-Request": "true"})

    def sign_in(self, email: str, password: str = PASSWORD) -> TestResponse:
        return self.post("/sign-in", email=email, password=password)

    def let_in(self, person_id: int) -> None:
        """Be signed in as somebody, without the forms of the front door, which have tests of their own.

        A test asks for two or three people: each by the door, a quarter of the time would go there.
        """
        with self.app.app_context():
            viewer = begin(person_id, device="", browser="")
            assert viewer, "who is no member does not come in"
            db.session.commit()
        with self.client.session_transaction() as session:
            session.permanent = True
            session.update(_user_id=viewer.token, _fresh=True, csrf_token=viewer.token[:40])
        signer = URLSafeTimedSerializer(str(self.app.secret_key), salt="wtf-csrf-token")
        self._kept_token = str(signer.dumps(viewer.token[:40]))
        self._session_of_token = viewer.token[:40]

    def step_up(self) -> None:
        """Prove once more who is there, as exports and grants ask."""

    def sees(self, path: str) -> int:
        """Return the status of a page."""
        return self.get(path).status_code


def follow(browser: Browser, answer: TestResponse) -> str:
    """Return the page that a form led to."""
    assert answer.status_code in {302, 303}, f"{answer.status_code}: {answer.text[:2000]}"
    return browser.page(answer.headers["Location"])
