"""Another house that vouches for people (OpenID Connect): asking it, and hearing whom it names.

The authorization code flow with PKCE. What was asked is carried sealed by the browser that asked, ten
minutes, once. The library checks signature, times and nonce; that the answer is of the issuer whom the
operator named, and meant for us, is checked here, as the library leaves that open.
"""

import hmac
import time
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.base_client import OAuth2Mixin, OpenIDMixin
from authlib.integrations.requests_client import OAuth2Session
from joserfc.errors import JoseError

from hrcn_community.accounts.carried import carried, carry, spend
from hrcn_community.core.errors import Refusal, Unable
from hrcn_community.core.settings import address, setting
from hrcn_community.core.words import _l

ASKED, ASKED_LIVES = "asked of a provider", timedelta(minutes=10)
BACK = "/sign-in/provider/back"
TIMEOUT_SECONDS = 5
KNOWN_FOR_SECONDS = 3600
SOUND = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}


class NotVouched(Refusal):
    message = _l("The answer does not belong to a question of this browser. Please begin again.")
    back = "/sign-in"


class _Client(OAuth2Mixin, OpenIDMixin):
    client_cls = OAuth2Session


def is_offered() -> bool:
    """Is there a house that vouches for people?"""
    return bool(setting("OIDC_ISSUER"))


def ask(purpose: str, **more: Any) -> tuple[str, str]:
    """Return where to go to be vouched for, and what the browser carries until it comes back."""
    with _Speaking():
        asked = _client().create_authorization_url(address(BACK))
    kept = {name: asked[name] for name in ("state", "nonce", "code_verifier")}
    return asked["url"], carry(ASKED, ASKED_LIVES, purpose=purpose, **kept, **more)


def hear(sealed: str, answer: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return whom the other house names, and what was asked of it; refuse what answers nothing of ours.

    What was asked is used up by whoever calls, in the deed that follows from it.
    """
    asked = carried(sealed, ASKED)
    state, code = answer.get("state", ""), answer.get("code", "")
    if asked is None or not code or not _same(state, asked["state"]):
        raise NotVouched
    if answer.get("iss", setting("OIDC_ISSUER")) != setting("OIDC_ISSUER"):
        raise NotVouched
    with _Speaking():
        token = _client().fetch_access_token(
            address(BACK), code=code, code_verifier=asked["code_verifier"]
        )
        claims = _client().parse_id_token(token, nonce=asked["nonce"])
    return _checked(claims), asked


def use_up(asked: dict[str, Any]) -> None:
    """Let what was asked be answered once; a copy of the browser's cookie is worth nothing afterwards."""
    if not spend(asked):
        raise NotVouched


def _checked(claims: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return issuer, subject and means of an answer that is of the right issuer and meant for us."""
    if claims is None or claims["iss"] != setting("OIDC_ISSUER"):
        raise NotVouched
    audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    subject = claims["sub"]
    if setting("OIDC_CLIENT_ID") not in audience or not isinstance(subject, str):
        raise NotVouched
    if not 0 < len(subject) <= 255:
        raise NotVouched
    return {"issuer": claims["iss"], "subject": subject, "amr": claims.get("amr") or []}


class _Speaking:
    """Within, the other house is spoken to: it may be away, and what it says may be refused."""

    def __enter__(self) -> None:
        if not is_offered():
            raise NotVouched

    def __exit__(self, _kind: Any, error: Any, _trace: Any) -> None:
        if isinstance(error, (AuthlibBaseError, JoseError)):
            raise NotVouched from error
        if isinstance(error, (requests.RequestException, ValueError, KeyError, RuntimeError)):
            raise Unable(
                _l(
                    "%(name)s does not answer at the moment. Sign in by password, or try again later.",
                    name=setting("OIDC_NAME"),
                )
            ) from error


def _client() -> Any:
    names = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
    return _known_client(*(setting(name) for name in names), int(time.time()) // KNOWN_FOR_SECONDS)


@cache
def _known_client(issuer: str, client_id: str, secret: str, _hour: int) -> Any:
    """Return a client that knows the other house's addresses and keys; they are asked for once an hour."""
    client = _Client(
        None,
        client_id=client_id,
        client_secret=secret,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid",
            "code_challenge_method": "S256",
            "default_timeout": TIMEOUT_SECONDS,
        },
    )
    metadata = client.load_server_metadata()
    if metadata.get("issuer") != issuer:
        raise ValueError
    offered = metadata.get("id_token_signing_alg_values_supported", ["RS256"])
    metadata["id_token_signing_alg_values_supported"] = sorted(SOUND & set(offered))
    return client


def _same(given: str, kept: str) -> bool:
    return hmac.compare_digest(given.encode(), kept.encode())
