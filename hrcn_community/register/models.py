"""Cities with their dated facts, organisations, and translatable terms."""

import datetime as dt

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.core.db import Model, key, line, word


class City(Model):
    """A city of the network, or one that was."""

    __tablename__ = "cities"
    id: Mapped[key]
    slug: Mapped[word] = mapped_column(unique=True)
    name: Mapped[line]
    country: Mapped[str] = mapped_column(String(2))
    lead: Mapped[str] = mapped_column(Text, default="")
    latitude: Mapped[float | None] = mapped_column(default=None)
    longitude: Mapped[float | None] = mapped_column(default=None)


class CityFact(Model):
    """Something that happened in a city, dated as precisely as it is known: 2001-02-08, 2007-04, 2008."""

    __tablename__ = "city_facts"
    id: Mapped[key]
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id", ondelete="CASCADE"), index=True)
    dated: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)


class Organisation(Model):
    """Where a person works: one of the seven audiences, perhaps in a city."""

    __tablename__ = "organisations"
    id: Mapped[key]
    slug: Mapped[word] = mapped_column(unique=True)
    name: Mapped[line]
    kind: Mapped[word]
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"), default=None)
    lead: Mapped[str] = mapped_column(Text, default="", server_default="")
    website: Mapped[line] = mapped_column(default="", server_default="")


class NetworkMembership(Model):
    """A time in which a city or an organisation was a member of the network. No two of one overlap."""

    __tablename__ = "network_memberships"
    id: Mapped[key]
    city_id: Mapped[int | None] = mapped_column(
        ForeignKey("cities.id", ondelete="CASCADE"), default=None, index=True
    )
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), default=None, index=True
    )
    since: Mapped[dt.date] = mapped_column(Date)
    until: Mapped[dt.date | None] = mapped_column(Date, default=None)

    __table_args__ = (
        CheckConstraint(
            "(city_id IS NULL) <> (organisation_id IS NULL)", name="city_or_organisation"
        ),
    )


class Term(Model):
    """A word of a controlled vocabulary, in English and, where somebody gave it, other languages.

    Retired, it stays where it is used and is offered no more. Merged, it is used nowhere: its slug leads
    to the other. `version` counts changes, so that two who change it at once are told.
    """

    __tablename__ = "terms"
    id: Mapped[key]
    vocabulary: Mapped[word]
    slug: Mapped[word] = mapped_column(unique=True)
    name: Mapped[line]
    names: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    position: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("terms.id"), default=None)
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __table_args__ = (UniqueConstraint("vocabulary", "position"),)

    def in_language(self, language: str) -> str:
        return self.names.get(language, self.name)
