"""Whom a memory from elsewhere names: a row of `people` that stands for somebody and can do nothing."""

import secrets
from typing import Any

from hrcn_community.accounts.models import SiteRole, Standing
from hrcn_community.core import clock
from hrcn_community.core.sealing import keyed_print
from hrcn_community.core.text import SHAPELESS, one_line

HANDLES = "imported--"  # no name makes two hyphens in a row: no member ever has such a handle
NOWHERE = "@imported.invalid"  # a domain that can never be
MARK = "(imported)"
LONGEST_NAME = 120


def address_print(address: str) -> str:
    """Return the print by which whoever has an address, and our key, finds what was written under it."""
    return keyed_print("imported author", address)


def named_print(source: str, name: str) -> str:
    """Return the print of somebody without an address; no address ever has it."""
    return keyed_print("imported name", source, name)


def marked_name(name: str) -> str:
    """Return a name as it stood elsewhere, with the mark that no member's name bears.

    The mark is part of the name, so that no page, list or notice can forget it.
    """
    plain = SHAPELESS.sub("", one_line(name)).replace(MARK, "").strip()
    return f"{plain[:LONGEST_NAME].strip() or 'Somebody'} {MARK}"


def placeholder_row(name: str) -> dict[str, Any]:
    """Return the columns of such a row."""
    return {
        "handle": f"{HANDLES}{secrets.token_hex(12)}",
        "name": marked_name(name),
        "email": f"{secrets.token_hex(24)}{NOWHERE}",
        "site_role": SiteRole.PRACTITIONER,
        "standing": Standing.IMPORTED,
        "joined_at": clock.now(),
    }
