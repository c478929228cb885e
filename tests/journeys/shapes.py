"""What a page is made of, so that only pages with something new in them need be looked at closely."""

from lxml import html

from tests.addresses import WHOLE

# Attributes that decide how an element looks and what it is to a screen reader; of others the name alone.
TELLING = ("class", "role", "type", "hidden", "open", "disabled")
Shape = tuple[str, ...]


def shapes_of(page: str) -> set[Shape]:
    """Return the kinds of elements of a page, each with what it stands in; words do not matter.

    Where the whole house is walked, what that stands in makes a difference as well.
    """
    known: dict[html.HtmlElement, str] = {}
    found: set[Shape] = set()
    for element in html.document_fromstring(page.encode()).iter("*"):
        known[element] = shape = _shape(element)
        inside = element.getparent()
        around = inside.getparent() if WHOLE and inside is not None else None
        found.add((*(known[each] for each in (around, inside) if each is not None), shape))
    return found


def _shape(element: html.HtmlElement) -> str:
    told = element.attrib
    names = sorted(name for name in told if name.startswith("aria-") or name in {"alt", "title"})
    return " ".join([element.tag, *(told[name] for name in TELLING if name in told), *names])
