"""A copy as an answer: a file with a readable name, that no cache keeps and no browser runs."""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote

from flask import Response

from hrcn_community.core.text import one_line, slugify

LONGEST_NAME = 80
NO_NAME = re.compile(r'[\\/:*?"<>|%]+')  # what means something to a folder, or to a header
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def file_name(title: str, more: str = "") -> str:
    """Return `title` as the name of a file: nothing that is not seen, leads elsewhere or turns it round."""
    seen = "".join(sign for sign in one_line(title) if unicodedata.category(sign) not in UNSEEN)
    name = " ".join(NO_NAME.sub(" ", seen).split())[:LONGEST_NAME].strip(" .")
    return f"{name or 'untitled'}{more}"


def handed_out(
    body: bytes | Iterable[str], title: str, ending: str, mimetype: str, more: str = ""
) -> Response:
    """Return `body` as a file that is called after `title`."""
    answer = Response(body, content_type=mimetype)
    plain, whole = slugify(title) + slugify_more(more), file_name(title, more)
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{quote(f'{whole}.{ending}', '')}"
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["X-Robots-Tag"] = "noindex"  # the page is what is to be found
    return answer


def slugify_more(more: str) -> str:
    return f"-{slugify(more)}" if more else ""
