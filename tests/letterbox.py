"""Reading mails that went out."""

import email
import email.policy
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Received:
    to: str
    subject: str
    text: str

    @property
    def link(self) -> str:
        """The first address in the mail that bears a token, without its host."""
        found = re.search(r"http://localhost:\d+(/\S+/[\w-]{40,})", self.text)
        assert found, self.text
        return found[1]


def read(mails: list[str], to: str = "") -> list[Received]:
    """Return the mails, or those to one address, in the order in which they went out."""
    parsed = [email.message_from_string(mail, policy=email.policy.default) for mail in mails]
    all_ = [Received(m["To"], m["Subject"], m.get_content()) for m in parsed]
    return [mail for mail in all_ if not to or mail.to == to]
