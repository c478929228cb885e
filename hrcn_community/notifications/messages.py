"""A mail as it goes over the wire: plain, and as HTML beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _

from hrcn_community.core import clock
from hrcn_community.core.house import house_title, kept_house
from hrcn_community.core.settings import address, setting
from hrcn_community.core.text import one_line

# Folded lines of one long word are encoded, which no reader of a Message-ID or an address undoes.
# Not every server takes eight bits.
ON_THE_WIRE = SMTP.clone(max_line_length=900, cte_type="7bit")


@dataclass(frozen=True)
class Words:
    """What a mail says, and to whom."""

    to: str
    subject: str
    text: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def message_of(words: Words, message_id: str) -> EmailMessage:
    """Return the whole message. No answering machine shall answer it."""
    message = EmailMessage(ON_THE_WIRE)
    message["From"] = _sender()
    message["To"] = words.to
    message["Subject"] = one_line(words.subject)
    message["Message-ID"] = message_id
    message["Date"] = format_datetime(clock.now())
    message["Auto-Submitted"] = "auto-generated"
    for name, value in words.headers.items():
        message[name] = value
    message.set_content(words.text)
    if words.html:
        message.add_alternative(words.html, subtype="html")
    return message


def headers_of_news(leave: str) -> dict[str, str]:
    """Return what news bears that a letter does not: how to stop it, and that many get the like.

    Precedence and X-Auto-Response-Suppress are for those who never heard of Auto-Submitted: somebody's
    note that they are on leave shall not come back as their answer.
    """
    return {
        "List-Id": f"HRCN Community <news.{urlsplit(setting('BASE_URL')).hostname}>",
        "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "list",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
    }


def rendered(template: str, **values: Any) -> tuple[str, str]:
    """Return the text and the HTML of `template`, in the language that is spoken."""
    values |= {"base_url": address("/"), "locale": str(get_locale())}
    environment = current_app.jinja_env
    text = environment.get_template(f"emails/{template}.txt").render(**values)
    html = environment.get_template(f"emails/{template}.html").render(**values)
    return f"{text.strip()}\n", html


def speaking(locale: str) -> Any:
    """Within, the language of a reader is spoken."""
    return force_locale(locale if locale in current_app.config["LANGUAGES"] else "en")


def neutral_subject() -> str:
    """Return a subject that says nothing."""
    return _("News for you in %(house)s", house=house_title())


def _sender() -> Address | str:
    name, mailbox = parseaddr(setting("MAIL_FROM"))
    return Address(kept_house().name or name, addr_spec=mailbox)
