"""Adding files as a browser does, and finding them in the pages that show them."""

import io
import re
from typing import Any

from PIL import Image
from werkzeug.test import TestResponse

from tests.browsing import Browser
from tests.factories import Somebody, Told

LINK = re.compile(r'"(/files/\w+)"')


def picture(colour: str = "teal", size: tuple[int, int] = (80, 60), kind: str = "PNG") -> bytes:
    """Return a small picture; another colour is another content."""
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, kind)
    return written.getvalue()


def send(browser: Browser, data: bytes, name: str = "plan.png", **fields: Any) -> TestResponse:
    """Add a file to what is being written, as the page's script does."""
    return browser.fragment("/files", {"upload": (io.BytesIO(data), name), **fields})


def add(browser: Browser, data: bytes = b"", name: str = "plan.png", **fields: Any) -> str:
    """Add a file that is taken, and return its ref."""
    answer = send(browser, data or picture(), name, **fields)
    assert answer.status_code == 200, answer.text
    found = re.search(r'name="files" value="(\w+)"', answer.text)
    assert found, answer.text
    return found[1]


def reply_with(
    who: Somebody, thread: Told, *refs: str, body: str = "Here it is.", **more: Any
) -> TestResponse:
    """Reply in a thread with files that were added before."""
    fields = {"body": body, "files": ["", *refs], **more}
    return who.browser.post(f"{thread.address}/replies", fields)


def links_in(page: str) -> list[str]:
    """Return the addresses of the files that a page links to, each once."""
    return list(dict.fromkeys(LINK.findall(page)))
