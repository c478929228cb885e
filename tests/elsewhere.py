"""What a page, a stylesheet or a mail would load from elsewhere, or tell somebody else."""

import re
from html.parser import HTMLParser

from werkzeug.test import TestResponse

# Whatever a browser fetches by itself, or sends a form or a signal to. A link that is pressed is none.
FETCHED = {
    "src",
    "srcset",
    "poster",
    "data",
    "action",
    "formaction",
    "ping",
    "background",
    "manifest",
}
LINKS = {
    "canonical",
    "alternate",
    "license",
    "author",
    "next",
    "prev",
}  # say something, fetch nothing
TAGS = {"iframe", "object", "embed", "base", "applet"}  # of which there are none at all
IN_STYLE = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"]?)([^'\")\s]+)", re.I)
AWAY = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?//", re.I)


class _Page(HTMLParser):
    def __init__(self, ours: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ours, self.found, self.in_style = ours, [], False

    def handle_starttag(self, tag: str, attrs) -> None:
        given = {name: value or "" for name, value in attrs}
        self.in_style = tag == "style"
        fetched = {name: value for name, value in given.items() if name in FETCHED}
        if tag == "link" and not set(given.get("rel", "").split()) <= LINKS:
            fetched["href"] = given.get("href", "")
        if tag in TAGS or given.get("http-equiv", "").lower() == "refresh":
            self.found.append(tag)
        self.found += [f"{tag} {value}" for value in fetched.values() if self._is_away(value)]
        self.found += [f"{tag} {each}" for each in from_elsewhere_in_style(given.get("style", ""))]

    def handle_data(self, data: str) -> None:
        if self.in_style:
            self.found += from_elsewhere_in_style(data)

    def _is_away(self, value: str) -> bool:
        return any(
            AWAY.match(each) and not each.strip().startswith(self.ours)
            for each in re.split(r",\s+", value)
        )


def from_elsewhere(html: str, ours: str = "http://localhost") -> list[str]:
    """Return what a page would load from elsewhere by itself."""
    page = _Page(ours)
    page.feed(html)
    return page.found


def from_elsewhere_in_style(style: str) -> list[str]:
    return [each for each in IN_STYLE.findall(style) if AWAY.match(each)]


def told_elsewhere(answer: TestResponse) -> list[str]:
    """Return what of an answer's headers lets a browser load from, or report to, somebody else."""
    policy = answer.headers.get("Content-Security-Policy", "none at all")
    known = {"'self'", "'none'", "data:", "sandbox"}
    sources = {word for part in policy.split(";") for word in part.split()[1:]}
    wrong = [f"policy {policy}"] if "default-src" not in policy or sources - known else []
    for name in ("Report-To", "NEL", "Reporting-Endpoints", "Refresh", "SourceMap"):
        wrong += [name] if name in answer.headers else []
    wrong += [value for value in answer.headers.getlist("Link") if AWAY.search(value)]
    return wrong
