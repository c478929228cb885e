"""Finds addresses in rendered text: whatever begins with http, and bare domains of the known endings."""

import re
from collections.abc import Iterator
from typing import Any

import bleach.linkifier

AFTER = ".,:!?'*_~»›”’…"  # what a sentence puts behind an address
REST = r"[^\s{}|\\^`<>\"“”«»]*"
ADDRESS = re.compile(
    rf"""\(*(?:
        \bhttps?://\w{REST}
        |\b(?<![@./-])(?:\w[\w-]*\.)+(?:{"|".join(sorted(bleach.linkifier.TLDS))})(?::[0-9]+)?
            (?!\.\w)\b(?!@)(?:[/?]{REST})?
    )""",
    re.I | re.X,
)


class _Links(bleach.linkifier.LinkifyFilter):
    """Finds addresses, but not in code, and leaves the entities of code as they are.

    bleach's own filter hands on what it skips unread, so that a `<` in code was shown as `&lt;`.
    """

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for token in super().__iter__():
            if token["type"] == "Characters":
                yield from self.extract_entities(token)
            else:
                yield token

    def strip_non_url_bits(self, fragment: str) -> tuple[str, str, str]:
        """Return an address without what is around it: a bracket belongs to it if it was opened in it."""
        url = fragment.lstrip("(")
        end, surplus = len(url), url.count(")") - url.count("(")
        while end and (url[end - 1] in AFTER or (url[end - 1] == ")" and surplus > 0)):
            surplus -= url[end - 1] == ")"
            end -= 1
        return url[:end], "(" * (len(fragment) - len(url)), url[end:]


def linkify(html: str) -> str:
    """Return `html` with its addresses as links."""
    linker: Any = bleach.linkifier.Linker()
    tokens = linker.walker(linker.parser.parseFragment(html))
    links = _Links(
        tokens, linker.callbacks, skip_tags=["pre", "code"], parse_email=False, url_re=ADDRESS
    )
    return linker.serializer.render(links)
