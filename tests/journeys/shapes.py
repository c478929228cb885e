"""What a page is made of, so that only pages with something new in them need be looked at closely."""

from html.parser import HTMLParser

# Attributes that decide how an element looks and what it is to a screen reader; of others the name alone.
TELLING = ("class", "role", "type", "hidden", "open", "disabled")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
Shape = tuple[str, ...]


class _Shapes(HTMLParser):
    """Gathers the shape of each element: itself and the two that it stands in."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.found: set[Shape] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        names = sorted(
            name for name in told if name.startswith("aria-") or name in {"alt", "title"}
        )
        shape = " ".join([tag, *(told[name] for name in TELLING if name in told), *names])
        self.found.add((*self.stack[-2:], shape))
        if tag not in VOID:
            self.stack.append(shape)

    def handle_endtag(self, tag: str) -> None:
        while self.stack and self.stack.pop().partition(" ")[0] != tag:
            pass


def shapes_of(page: str) -> set[Shape]:
    """Return the kinds of elements of a page, each with what it stands in; words do not matter."""
    parser = _Shapes()
    parser.feed(page)
    return parser.found
