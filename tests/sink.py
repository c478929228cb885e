"""A real mail server for tests: keeps what it takes, and refuses, hangs or breaks off when told to."""

import asyncio
import email
import email.policy
import socket
from collections.abc import Callable
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.letterbox import Received, opened

Answer = Callable[[str], str]


class Sink:
    """Takes mail at `port`. `answers` says what is answered to a command instead, for an address.

    Told to `break_off`, it keeps a mail and drops the connection without a word; told to `hang`, it
    says nothing for so many seconds after it has kept one.
    """

    def __init__(self) -> None:
        self.port = _free_port()
        self.answers: dict[str, Answer] = {}
        self.break_off = 0
        self.hang = 0.0
        self.kept: list[tuple[str, Received]] = []
        self.when_taken: Callable[[], None] = lambda: None
        self._controller: Controller | None = None
        self.start()

    @property
    def mails(self) -> list[Received]:
        return [mail for _, mail in self.kept]

    @property
    def message_ids(self) -> list[str]:
        return [mail.headers["Message-ID"] for mail in self.mails]

    def start(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """Be down: nobody is answered at the port."""
        if self._controller:
            self._controller.stop()
        self._controller = None

    async def handle_MAIL(  # noqa: N802 - the name that the server calls
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if refusal := self._answer("MAIL", address):
            return refusal
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if refusal := self._answer("RCPT", address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        if refusal := self._answer("DATA", envelope.rcpt_tos[0]):
            return refusal
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.kept.append((envelope.mail_from, opened(message)))
        self.when_taken()
        if self.break_off:
            self.break_off -= 1

            cast(asyncio.Transport, server.transport).abort()
        if self.hang:
            await asyncio.sleep(self.hang)
        return "250 OK"

    async def handle_QUIT(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        return self._answer("QUIT", "") or "221 Bye"

    def _answer(self, command: str, address: str) -> str:
        answer = self.answers.get(command)
        return answer(address) if answer else ""


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
