"""Reading mails that went out."""

import email
import email.policy
import re
from dataclasses import dataclass, field
from email.message import EmailMessage


@dataclass(frozen=True)
class Received:
    to: str
    subject: str
    text: str
    html: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def all_said(self) -> str:
        """Every word that travels, as whoever receives it reads it: headers and both bodies."""
        return "\n".join([*map(str, self.headers.items()), self.text, self.html])

    @property
    def link(self) -> str:
        """The first address in the mail that bears a token, without its host."""
        found = re.search(r"http://localhost:\d+(/\S+/[\w-]{40,})", self.text)
        assert found, self.text
        return found[1]


def read(mails: list[str], to: str = "") -> list[Received]:
    """Return the mails, or those to one address, in the order in which they went out."""
    parsed = [email.message_from_string(mail, policy=email.policy.default) for mail in mails]
    all_ = [opened(message) for message in parsed]
    return [mail for mail in all_ if not to or mail.to == to]


def opened(message: EmailMessage) -> Received:
    """Return a message as its receiver sees it, whatever it was packed in on its way."""
    html = message.get_body(("html",))
    plain = message.get_body(("plain",))
    assert plain is not None
    return Received(
        to=message["To"],
        subject=message["Subject"],
        text=plain.get_content(),
        html=html.get_content() if html else "",
        headers={name: str(value) for name, value in message.items()},
    )
