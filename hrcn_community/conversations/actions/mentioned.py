"""Mentions in a text as it is shown: of whoever is leaving it says no more than that.

Source and versions stay as they were typed, so that everything is there again when they come back.
"""

import re

from sqlalchemy import select

from hrcn_community.accounts.models import Person, Standing
from hrcn_community.accounts.models.people import handle_look
from hrcn_community.core import richtext
from hrcn_community.core.db import db

LINK = re.compile(r'<a [^<>]*\bhref="/people/([^"]+)"[^<>]*>@[^<]*</a>')
LEFT = "@(left)"


def rendered(source: str) -> str:
    """Return `source` as HTML, in which nobody is named by a mention who is leaving."""
    html = richtext.render(source)
    gone = _leaving(richtext.mentions(source)) if "@" in source else frozenset()
    if not gone:
        return html
    return LINK.sub(lambda link: LEFT if handle_look(link[1]) in gone else link[0], html)


def _leaving(handles: set[str]) -> frozenset[str]:
    """Return the looks of those of `handles` whose owners are leaving; the look alone stays in their row."""
    if not handles:
        return frozenset()
    looks = Person.handle_skeleton.in_({handle_look(handle) for handle in handles})
    leaving = select(Person.handle_skeleton).where(looks, Person.standing == Standing.LEAVING)
    return frozenset(look for look in db.session.scalars(leaving) if look)
