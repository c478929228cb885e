"""A device with a passkey, and an app that shows codes, as a test holds them in its hand."""

import hashlib
import json
import os
import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from pyotp.totp import TOTP
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from hrcn_community.core import clock
from tests.browsing import Browser

TWO_STEP, STEP_UP = "/settings/two-step", "/settings/step-up"
PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


@dataclass
class Device:
    """Answers what the house asks, or answers it wrongly: another place, nobody verified, a stuck counter."""

    origin: str = "http://localhost:5000"
    rp_id: str = "localhost"
    flags: int = PRESENT | VERIFIED
    counts: bool = True
    count: int = 0
    id: bytes = field(default_factory=lambda: os.urandom(32))
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    owner: bytes = b""

    def register(self, browser: Browser, name: str = "My phone") -> Any:
        """Add this passkey to the account of whoever sits at `browser`."""
        options = asked(browser, f"{TWO_STEP}/passkeys/options")
        self.owner = base64url_to_bytes(options["user"]["id"])
        return browser.post(f"{TWO_STEP}/passkeys", credential=self.made(options), name=name)

    def made(self, options: dict[str, Any]) -> str:
        numbers = self.key.public_key().public_numbers()
        key = {
            1: 2,
            3: -7,
            -1: 1,
            -2: numbers.x.to_bytes(32, "big"),
            -3: numbers.y.to_bytes(32, "big"),
        }
        held = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(key)
        told = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": self._about(WITH_KEY) + held})
        said = self._said("webauthn.create", options)
        response = {"clientDataJSON": _text(said), "attestationObject": _text(told)}
        return self._credential(response | {"transports": ["internal"]})

    def answer(self, options: dict[str, Any]) -> str:
        self.count += self.counts
        about, said = self._about(), self._said("webauthn.get", options)
        signature = self.key.sign(about + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": _text(said),
            "authenticatorData": _text(about),
            "signature": _text(signature),
            "userHandle": _text(self.owner),
        }
        return self._credential(response)

    def use(self, browser: Browser, action: str, **fields: Any) -> Any:
        """Answer at `action`: the front door, the second step, a step-up."""
        return browser.post(
            action, credential=self.answer(asked(browser, f"{action}/options")), **fields
        )

    def _about(self, more: int = 0) -> bytes:
        place = hashlib.sha256(self.rp_id.encode()).digest()
        return place + bytes([self.flags | more]) + self.count.to_bytes(4, "big")

    def _said(self, type_: str, options: dict[str, Any]) -> bytes:
        said = {"type": type_, "challenge": options["challenge"], "origin": self.origin}
        return json.dumps(said).encode()

    def _credential(self, response: dict[str, Any]) -> str:
        id_ = bytes_to_base64url(self.id)
        extra = {"type": "public-key", "clientExtensionResults": {}}
        return json.dumps({"id": id_, "rawId": id_, "response": response, **extra})


@dataclass
class CodeApp:
    """Shows the code of any moment."""

    key: str
    recovery: list[str]

    def code(self, steps: int = 0) -> str:
        return TOTP(self.key).generate_otp(int(clock.now().timestamp()) // 30 + steps)


def asked(browser: Browser, path: str) -> dict[str, Any]:
    """Return what a device is asked."""
    answer = browser.post(path)
    assert answer.status_code == 200, answer.text
    return answer.json or {}


def enrol_app(browser: Browser) -> CodeApp:
    """Enrol an app for whoever sits at `browser`, by the pages."""
    browser.step_up()
    page = browser.page(f"{TWO_STEP}/app")
    found = re.search(r'qr__key"><code>([A-Z2-7 ]+)</code>', page)
    assert found
    app = CodeApp(found[1].replace(" ", ""), [])
    answer = browser.post(f"{TWO_STEP}/app", code=app.code(-1))
    assert answer.status_code == 303, answer.text
    app.recovery = recovery_codes(browser.page(answer.headers["Location"]))
    return app


def recovery_codes(page: str) -> list[str]:
    return re.findall(r"<li><code>([\w-]+)</code></li>", unescape(page))


def _text(raw: bytes) -> str:
    return bytes_to_base64url(raw)
