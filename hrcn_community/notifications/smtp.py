"""Handing one message to the mail server, and hearing whether it took it."""

import re
import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from hrcn_community.core.settings import setting

PATIENCE_SECONDS = 20
DOT = re.compile(rb"^\.", re.M)
# Of an address that is none, or a mailbox that takes nothing; 5.7 and the like speak of who sends.
OF_THE_ADDRESS = re.compile(r"5\.(?:1\.(?:1|2|3|6|10)|2\.\d{1,3})\b")
WITH_REASON = re.compile(rb"5\.\d{1,3}\.\d{1,3}\b")
WITHOUT_MAILBOX = {550, 551, 553, 556}


class Unheard(Exception):
    """All of the message was handed over; whether it was accepted was not heard."""


class Bounced(Exception):
    """The server will never take mail for this address."""


class _Hearing(smtplib.SMTP):
    """Tells a message that was not taken from one of which nothing was heard."""

    def data(self, msg: Any) -> tuple[int, bytes]:
        code, words = self.docmd("data")
        if code != 354:
            raise smtplib.SMTPDataError(code, words)
        whole = msg if isinstance(msg, bytes) else msg.encode("ascii")
        self.send(DOT.sub(b"..", whole.removesuffix(b"\r\n")) + b"\r\n.\r\n")
        try:
            return self.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise Unheard from error


class _HearingInPrivate(_Hearing, smtplib.SMTP_SSL):
    """The same over TLS from the first byte."""


def deliver(message: EmailMessage) -> None:
    """Hand `message` over to where MAIL_URL says; raise Bounced, Unheard, or why it was not taken."""
    where = urlsplit(setting("MAIL_URL"))
    if where.scheme == "file":
        _put_in_folder(message, Path(where.path))
    else:
        _send(message, where)


def is_of_the_address(status: str) -> bool:
    """Does a status, as a server or its report gives it, speak of the address itself, and for ever?"""
    return bool(OF_THE_ADDRESS.match(status))


def return_path(message: EmailMessage) -> str:
    """Return where a mail goes that comes back: an address that says which one it was, if MAIL_RETURN is set."""
    local, at, host = parseaddr(setting("MAIL_RETURN"))[1].partition("@")
    if not at:
        return parseaddr(setting("MAIL_FROM"))[1]
    return f"{local}+{_local_part(message)}@{host}"


def _put_in_folder(message: EmailMessage, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{_local_part(message)}.eml").write_bytes(message.as_bytes())


def _send(message: EmailMessage, where: SplitResult) -> None:
    server = _HearingInPrivate if where.scheme == "smtps" else _Hearing
    ends = where.hostname or "localhost", where.port or 0, urlsplit(setting("BASE_URL")).hostname
    smtp = server(*ends, timeout=PATIENCE_SECONDS)
    try:
        _hand_over(smtp, message, where)
    finally:
        with suppress(
            OSError, smtplib.SMTPException
        ):  # what was taken stays so, whatever comes now
            smtp.quit()


def _hand_over(smtp: smtplib.SMTP, message: EmailMessage, where: SplitResult) -> None:
    if where.scheme == "smtp+starttls":
        smtp.starttls(context=ssl.create_default_context())
    if where.username:
        smtp.login(unquote(where.username), unquote(where.password or ""))
    try:
        smtp.send_message(message, from_addr=return_path(message))
    except smtplib.SMTPRecipientsRefused as error:
        if any(_is_for_good(code, words) for code, words in error.recipients.values()):
            raise Bounced from error
        raise


def _is_for_good(code: int, words: bytes) -> bool:
    """Does the server refuse the address itself for ever? What it has against us is no fault of the address."""
    if WITH_REASON.match(words):
        return 500 <= code < 600 and is_of_the_address(words.decode("latin-1"))
    return code in WITHOUT_MAILBOX


def _local_part(message: EmailMessage) -> str:
    return str(message["Message-ID"]).strip("<>").partition("@")[0]
