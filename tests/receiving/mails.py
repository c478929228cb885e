"""Building mails as mail servers hand them over, and handing them over."""

from dataclasses import dataclass, field

from flask import Flask

from hrcn_community.conversations.models import Conversation
from hrcn_community.core.db import db
from hrcn_community.notifications.replying import reply_to
from hrcn_community.receiving.deciding import receive
from tests.factories import Somebody, Told, World

REPLY, SERVER = "reply@community.example.org", "mx.example.org"
PASS = "dmarc=pass (p=none) header.from=example.org"
OWN = "We did it so."


@dataclass
class Postbox:
    """Where mail comes in: makes mails, hands them over, looks at what became of them."""

    app: Flask
    world: World
    count: int = 0
    sent: list[bytes] = field(default_factory=list)

    def address(self, person: Somebody, thread: Told) -> str:
        """Return where that person answers that thread."""

        def ask() -> str:
            conversation = db.session.get_one(Conversation, thread.conversation_id)
            return reply_to(person.id, conversation)

        return self.world.do(ask)

    def mail(
        self,
        person: Somebody | str,
        to: str,
        text: str | bytes = OWN,
        *,
        proof: str | None = PASS,
        kind: str = "text/plain; charset=utf-8",
        **more: str | list[str],
    ) -> bytes:
        """Return a mail of `person`, with `more` fields (`auto_submitted=...`) at its top."""
        self.count += 1
        sender = person if isinstance(person, str) else person.email
        fields = [] if proof is None else [("Authentication-Results", f"{SERVER}; {proof}")]
        for name, value in more.items():
            each = value if isinstance(value, list) else [value]
            fields += [(name.replace("_", "-").title(), one) for one in each]
        usual = {
            "From": sender,
            "To": to,
            "Subject": "Re: Warm homes",
            "Message-Id": f"<{self.count}.abc@mail.example.org>",
            "Content-Type": kind,
            "Content-Transfer-Encoding": "8bit",
        }
        given = {name for name, _ in fields}
        fields += [(name, value) for name, value in usual.items() if name not in given]
        head = "".join(f"{name}: {value}\r\n" for name, value in fields if value)
        body = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        return head.encode("utf-8", "surrogatepass") + b"\r\n" + body

    def receive(self, raw: bytes) -> str:
        """Hand a mail over; return what became of it."""

        def take() -> str:
            return receive(raw)

        return self.world.do(take)
