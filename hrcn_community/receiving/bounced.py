"""A mail of ours that came back: which, and whether it is for good."""

import re
from email.message import Message
from urllib.parse import urlsplit

from hrcn_community.core.settings import setting
from hrcn_community.importing.mail.heads import ids_in
from hrcn_community.receiving.heads import Head

FOR_GOOD = re.compile(r"5\.\d{1,3}\.\d{1,3}(?:\s|$)")
OURS = re.compile(r"([^@+]{1,64})\+([0-9a-z]{16,64})@")
MOST_SAID = 100  # recipients of whom one report tells
RETURNED = {"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"}


def is_report(head: Head) -> bool:
    """Does it say what became of a mail?"""
    said = head.first("content-type").lower().replace('"', "")
    return "multipart/report" in said and "report-type=delivery-status" in said.replace(" ", "")


def returned_for_good(head: Head, parts: list[Message]) -> str:
    """Return the Message-ID of our mail that was refused for good; '' where it may still arrive, or none is named."""
    if not any(map(_is_for_good, parts)):
        return ""
    back = setting("MAIL_RETURN").partition("@")[0].lower() or "bounces"
    for address in head.recipients:
        found = OURS.match(address)
        if found and found[1] == back:
            return f"<{found[2]}@{urlsplit(setting('BASE_URL')).hostname}>"
    named = [f"<{ident}>" for part in parts for ident in _returned(part)]
    return next(iter(named), "")


def _is_for_good(part: Message) -> bool:
    if part.get_content_type() not in {"message/delivery-status", "message/global-delivery-status"}:
        return False
    told = part.get_payload()
    blocks = told[:MOST_SAID] if isinstance(told, list) else []
    return any(
        FOR_GOOD.match(str(block.get("status", "")).strip())
        for block in blocks
        if isinstance(block, Message)
    )


def _returned(part: Message) -> list[str]:
    """Return the identity of the mail that a part gives back, whole or its head alone."""
    if part.get_content_type() not in RETURNED:
        return []
    inside = part.get_payload()
    if isinstance(inside, list):
        whole = next((each for each in inside if isinstance(each, Message)), None)
        return ids_in(str(whole.get("message-id", ""))) if whole else []
    said = re.search(r"^message-id:[ \t]*(\S{3,900})", str(inside)[:100_000], re.I | re.M)
    return ids_in(said[1]) if said else []
