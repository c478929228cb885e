"""A standing page as it is shown: its text, and in it the tables of what is really kept.

`{periods}`, `{period:drafts}` and `{cookies}` are filled from what the program does, so that the page
and the program cannot say two things.
"""

import re
from collections.abc import Sequence
from datetime import timedelta

from flask_babel import force_locale, format_timedelta
from flask_babel import gettext as _
from markupsafe import Markup

from hrcn_community.core import richtext
from hrcn_community.core.cache import fragments
from hrcn_community.privacy.retention import periods
from hrcn_community.site.cookies import cookies
from hrcn_community.site.standing import Text

FILLED = re.compile(r"\{(periods|cookies|period:([a-z_]+))\}")
LOWER = (("h3", "h2"), ("h4", "h3"), ("h5", "h4"))


def rendered(text: Text) -> Markup:
    """Return a page's text as HTML, rendered once for each wording."""
    source = filled(text)
    key = f"standing:{richtext.VERSION}:{source}"
    if (html := fragments.get(key)) is None:
        html = _with_headings(richtext.render(source))
        fragments.keep(key, html)
    return Markup(html)  # noqa: S704 - gated


def filled(text: Text) -> str:
    """Return a page's source with its tables, in the language of the page."""
    if not FILLED.search(text.source):
        return text.source
    days = {each.name: each.days for each in periods()}
    with force_locale(text.language):
        tables = {"periods": _periods_table(), "cookies": _cookies_table()}
        return FILLED.sub(
            lambda found: tables.get(found[1]) or days_words(days.get(found[2], 0)), text.source
        )


def days_words(days: int) -> str:
    """Return so many days as people say it: 90 days, 6 months, 3 years."""
    if days % 365 == 0:
        return format_timedelta(timedelta(days=days), granularity="year", threshold=1)
    return format_timedelta(timedelta(days=days), granularity="day", threshold=100_000)


def _periods_table() -> str:
    lines = [
        f"| {each.keeping.what} | {days_words(each.days)} | {each.keeping.happens} |"
        for each in periods()
    ]
    return _table((_("what"), _("how long"), _("and then")), lines)


def _cookies_table() -> str:
    lines = [f"| `{name}` | {purpose} | {stays} |" for name, purpose, stays in cookies()]
    return _table((_("name"), _("what it is for"), _("how long it stays")), lines)


def _table(heads: Sequence[str], lines: Sequence[str]) -> str:
    return "\n".join([f"| {' | '.join(heads)} |", "|---|---|---|", *lines])


def _with_headings(html: str) -> str:
    """A post's headings stand below its thread's, a page's right below its title."""
    for deep, right in LOWER:
        html = html.replace(f"<{deep}", f"<{right}").replace(f"</{deep}>", f"</{right}>")
    return html
