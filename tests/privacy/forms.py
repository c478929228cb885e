"""Reading a form off a page, as a browser would send it."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    def __init__(self, action: str) -> None:
        super().__init__(convert_charrefs=True)
        self.action, self.inside, self.text = action, False, ""
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("action", "").startswith(self.action)
        if not self.inside or "name" not in given:
            return
        if tag == "textarea":
            self.text, self.fields[given["name"]] = given["name"], ""
        elif tag == "input" and given.get("type") not in {"radio", "checkbox"}:
            self.fields[given["name"]] = given.get("value", "")
        elif tag == "input" and "checked" in given:
            self.fields[given["name"]] = given.get("value", "y")

    def handle_data(self, data: str) -> None:
        if self.text:
            self.fields[self.text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.text:
            # WTForms begins a text with a line break, which browsers leave out.
            self.fields[self.text] = self.fields[self.text].removeprefix("\r\n").removeprefix("\n")
            self.text = ""
        if tag == "form":
            self.inside = False


def fields_in(page: str, action: str) -> dict[str, str]:
    """Return the fields of the form whose action begins so."""
    parser = _Fields(action)
    parser.feed(page)
    return parser.fields
