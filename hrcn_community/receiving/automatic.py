"""Mail that no person wrote: answered, two machines would write to each other for ever."""

import re
from urllib.parse import urlsplit

from hrcn_community.core.settings import setting
from hrcn_community.receiving.heads import Head

UNWANTED = {"bulk", "junk", "list", "auto_reply"}
OWN = re.compile(r"[0-9a-f]{32}")  # the first half of the Message-IDs that we give
SAYING_SO = ("x-auto-response-suppress", "x-autoreply", "x-autorespond", "x-loop", "list-id")
NOBODY = {"<>", "mailer-daemon", "<mailer-daemon>"}


def is_automatic(head: Head) -> bool:
    """Was it written by a machine, sent through a list, or by ourselves?"""
    submitted = head.first("auto-submitted").partition(";")[0].strip().lower()
    if submitted not in ("", "no") or any(head.all(name) for name in SAYING_SO):
        return True
    if head.first("precedence").strip().lower() in UNWANTED:
        return True
    return _is_from_a_machine(head) or _is_ours(head)


def _is_from_a_machine(head: Head) -> bool:
    """A mail that cannot be answered, its way back being empty, is an answer itself."""
    back = [each.strip().lower() for each in head.all("return-path")]
    sender = head.sender.partition("@")[0]
    return any(each in NOBODY for each in back) or sender == "mailer-daemon"


def _is_ours(head: Head) -> bool:
    """Does it bear an identity that we gave, or come from where we answer?"""
    given, _, ours = head.message_id.lower().rpartition("@")
    if ours == urlsplit(setting("BASE_URL")).hostname and OWN.fullmatch(given):
        return True
    local, _, host = setting("MAIL_REPLY").partition("@")
    name, _, there = head.sender.partition("@")
    return bool(host) and there == host and name.partition("+")[0] == local
