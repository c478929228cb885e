"""Does a mail come from whom it names? What our own mail server found out, and nothing else, says so."""

import re

from authres import FeatureContext, dmarc
from authres.core import AuthenticationResult, AuthenticationResultsHeader, AuthResError

from hrcn_community.receiving.heads import Head

FIELD = "authentication-results"
LONGEST = 4_000  # letters of such a field: what reads it copies the rest at each word
NAME = re.compile(r"[a-z0-9._-]*")
_checks = FeatureContext(dmarc)


def is_proven(head: Head, domain: str, server: str) -> bool:
    """Did `server`, ours, find that whoever may write for `domain` sent this?

    It writes at the top. What else bears that field's name further down, or another server's, the
    sender may have written; where the topmost of ours proves nothing, nothing does.
    """
    if not server or not domain:
        return False
    ours = next((said for said in head.all(FIELD) if _first_word(said) == server), "")
    results = _results(ours, server) if ours else []
    verdicts = [each for each in results if each.method == "dmarc"]
    if verdicts:
        return len(verdicts) == 1 and _passed(verdicts[0], "header", "from", domain)
    return any(_proves(each, domain) for each in results)


def _first_word(said: str) -> str:
    """Return how a field begins: what does so as ours do is taken for ours, sound or not."""
    found = NAME.match(said.strip().lower()[:300])
    return found[0] if found else ""


def _results(said: str, server: str) -> list[AuthenticationResult]:
    if len(said) > LONGEST:
        return []
    try:
        read = AuthenticationResultsHeader.parse_value(_checks, said)
        return list(read.results) if read.authserv_id == server else []
    except (AuthResError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return []


def _proves(result: AuthenticationResult, domain: str) -> bool:
    """Without a verdict of DMARC: a signature, or a sending server, of the very same domain.

    That of a domain above it proves nothing here: without a list of who owns what, `co.uk` would do.
    """
    if result.method == "dkim":
        return _passed(result, "header", "d", domain)
    return result.method == "spf" and _passed(result, "smtp", "mailfrom", domain)


def _passed(result: AuthenticationResult, kind: str, name: str, domain: str) -> bool:
    said = [each.value for each in result.properties if (each.type, each.name) == (kind, name)]
    is_theirs = len(said) == 1 and str(said[0] or "").lower().rpartition("@")[2] == domain
    return result.result == "pass" and is_theirs
