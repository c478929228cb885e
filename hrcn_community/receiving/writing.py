"""The words of an answer, made ready to be read by others."""

import re
from urllib.parse import quote

from flask import current_app
from flask_babel import force_locale

from hrcn_community.core.settings import setting
from hrcn_community.notifications.replying import LETTERS, reply_line
from hrcn_community.receiving.trimming import trimmed
from hrcn_community.receiving.wrapping import unwrapped

ANSWERED_AT = re.compile(rf"[a-z0-9._-]{{1,25}}\+[0-9a-f]{{{LETTERS}}}@[a-z0-9.-]{{1,253}}", re.I)
LONG = 30  # letters without a break: in an address of ours, a secret


def own_words(text: str) -> str:
    """Return what somebody wrote, without what was quoted; no address of theirs alone comes along.

    A quote that was not known for one may hold the links of our mails: who has them acts as its reader.
    """
    return _without_secrets(unwrapped(trimmed(text, _marks())))


def _marks() -> list[str]:
    marks = []
    for locale in current_app.config["LANGUAGES"]:
        with force_locale(locale):
            marks.append(reply_line())
    return marks


def _without_secrets(text: str) -> str:
    here = f"{setting('BASE_URL')}/"
    # Some mail servers let every link pass through an address of their own, which holds ours as a value.
    ours = f"(?:{re.escape(here)}|{re.escape(quote(here, safe=''))})"
    secret = re.compile(rf"{ours}[^\s<>()]*?[A-Za-z0-9_-]{{{LONG}}}[^\s<>()]*", re.I)
    shorter = re.compile(rf"{ours}\S{{1,2000}}", re.I)
    text = ANSWERED_AT.sub("…", text)
    return shorter.sub(lambda found: secret.sub(setting("BASE_URL"), found[0]), text)
