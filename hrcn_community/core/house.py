"""Settings of the house that may change while it runs: what was changed is a row, all else is as it stands here.

Each process keeps them for a minute. What a machine needs to start at all is in config.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from sqlalchemy import JSON, select
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.core.cache import for_a_while, lately
from hrcn_community.core.db import Model, db, moment, word
from hrcn_community.core.words import _l

KEPT_SECONDS = 60
OPEN, INVITED = "open", "invited"  # who may ask to join
_KEY = "the house"
_AS_BUILT = _l("HRCN Community")


class HouseWord(Model):
    """A setting of the house that was changed."""

    __tablename__ = "house_settings"
    name: Mapped[word] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[moment]


@dataclass(frozen=True)
class House:
    """Every setting with what it is where nobody changed it.

    `name` and `contact` are empty where none was given; `banner` holds words by language, shown above
    every page. The others are what somebody who is new may do: so many posts of theirs must have
    stood for so many days before they write freely, and until then so much is the most.
    """

    name: str = ""
    contact: str = ""
    joining: str = OPEN
    language: str = "en"
    banner: Mapping[str, str] = field(default_factory=dict)
    newcomer_posts: int = 3
    newcomer_days: int = 1
    newcomer_an_hour: int = 6
    newcomer_a_day: int = 20
    newcomer_links: int = 2
    newcomer_names: int = 5

    def banner_in(self, language: str) -> str:
        """Return what stands above every page, in English where it is not given."""
        return self.banner.get(language) or self.banner.get("en", "")


AS_BUILT = House()
NAMES = tuple(each.name for each in fields(House))


def house_title() -> str:
    """Return the name of the house, as mails and other people's apps show it."""
    return kept_house().name or str(_AS_BUILT)


def kept_house() -> House:
    """Return the settings as they were at most a minute ago."""
    return for_a_while(_KEY, KEPT_SECONDS, house_now)


def house_now() -> House:
    """Return the settings as they are; a row that this code does not know any more is left out."""
    rows = db.session.execute(select(HouseWord.name, HouseWord.value))
    return House(**{row.name: row.value for row in rows if row.name in NAMES})


def forget_house() -> None:
    """Read them anew when they are next asked for, in this process; the others follow within a minute."""
    lately.drop(_KEY)
