"""What newcomers may not do yet: write one post after another, bring in many links, call many people.

It holds in the open spaces. Into a closed one somebody of its own let them: there nobody is a stranger.
"""

import re
from urllib.parse import urlsplit

from sqlalchemy import update

from hrcn_community.accounts.models import Person, SiteRole, SpaceRole
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.models import TooManyForNewcomer
from hrcn_community.conversations.queries.newcomers import how_new
from hrcn_community.core import richtext
from hrcn_community.core.db import db
from hrcn_community.core.house import kept_house
from hrcn_community.core.settings import setting
from hrcn_community.core.words import _l, time_words
from hrcn_community.spaces.models import Space

LINK = re.compile(r'href="(?:https?:)?//([^"/?#]*)')


def take_in(space: Space, source: str, *, by: Viewer) -> None:
    """Raise TooManyForNewcomer where `by` is new and writes too often, or too much of something."""
    if _is_known(space, by):
        return
    is_settled, seconds = how_new(by.id)
    if is_settled:
        db.session.execute(update(Person).where(Person.id == by.id).values(is_settled=True))
        return
    if seconds:
        raise TooManyForNewcomer(_too_fast(seconds))
    _bound(source, "")


def take_in_change(space: Space, source: str, before: str, *, by: Viewer) -> None:
    """Raise TooManyForNewcomer where a change by a newcomer brings in what a new post could not."""
    if _is_known(space, by):
        return
    try:
        _bound(source, before)
    except TooManyForNewcomer:
        if not how_new(by.id)[0]:
            raise


def _is_known(space: Space, by: Viewer) -> bool:
    """Is `by` no newcomer, whatever they wrote? A persona has no office: it is what it wrote."""
    has_office = by.site_role != SiteRole.PRACTITIONER
    facilitates = any(SpaceRole.FACILITATOR in roles for roles in by.roles.values())
    return by.is_settled or space.audience.is_closed or has_office or facilitates


def _bound(source: str, before: str) -> None:
    """Refuse too many links and names, unless there were as many before."""
    names, links = kept_house().newcomer_names, kept_house().newcomer_links
    if len(richtext.mentions(source)) > max(names, len(richtext.mentions(before))):
        said = _l("In your first posts here you can name at most %(most)s people.", most=names)
        raise TooManyForNewcomer(said)
    if _links(source) > max(links, _links(before)):
        said = _l(
            "In your first posts here there is room for %(most)s links to elsewhere.", most=links
        )
        raise TooManyForNewcomer(said)


def _links(source: str) -> int:
    """Count the links that lead out of the house."""
    ours = urlsplit(setting("BASE_URL")).netloc
    return sum(host.lower() != ours for host in LINK.findall(richtext.render(source)))


def _too_fast(seconds: int) -> object:
    return _l(
        "In their first days here people write a few posts an hour, so that everybody has time to "
        "answer. You can write again in %(time)s.",
        time=time_words(seconds),
    )
