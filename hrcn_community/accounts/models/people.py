"""A person and their places in spaces."""

from datetime import datetime
from typing import Annotated, Any

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, String, Text, and_, false
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column, validates
from sqlalchemy.types import TypeDecorator

from hrcn_community.accounts.models.roles import Reach, SiteRole, SpaceRole, Standing
from hrcn_community.accounts.ties import ACTED, OWN
from hrcn_community.core.db import Model, key, line, moment, word
from hrcn_community.core.looks import caseless_skeleton, skeleton
from hrcn_community.core.text import fold
from hrcn_community.core.words import _l

ERASED_NAME = "Erased account"
LEFT_NAME = "Somebody who has left"
_SHOWN = {ERASED_NAME: _l("Erased account"), LEFT_NAME: _l("Somebody who has left")}


class Name(TypeDecorator[str]):
    """A name; of whoever was erased or is leaving the words for that, in the language of who reads them."""

    impl = String(200)
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return str(_SHOWN[value]) if value in _SHOWN else value


shown_to = Annotated[
    str,
    mapped_column(String(40), default=Reach.MEMBERS, server_default=Reach.MEMBERS),
]
shown_to_nobody = Annotated[
    str,
    mapped_column(String(40), default=Reach.NOBODY, server_default=Reach.NOBODY),
]


def _sorted_as(context: Any) -> str:
    return fold(context.get_current_parameters()["name"])[:200]


def _looks_like(context: Any) -> str:
    return name_look(context.get_current_parameters()["name"])


def _handle_looks_like(context: Any) -> str:
    return handle_look(context.get_current_parameters()["handle"])


def name_look(name: str) -> str:
    """Return the skeleton of a name as its column holds it; of names that are too long, the beginning."""
    return skeleton(name).lower()[:200]


def handle_look(handle: str) -> str:
    return caseless_skeleton(handle)[:120]


class Person(Model):
    """Somebody. `name_key` is the folded name: the directory is sorted by it, alike on each database.

    The skeletons are what name and handle look like (core/looks.py). Two people may have one name,
    so names cannot be unique by it; handles are. Who is settled is no newcomer any more; who keeps
    distance mutes somebody, so that only then anybody looks whom. `two_step_since`: a passkey or an app
    is enrolled since then; `two_step_due_at`: until then whoever has certain roles may do without.
    `silences`: where they may not write, and until when.
    """

    __tablename__ = "people"
    id: Mapped[key]
    handle: Mapped[word] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(Name)
    name_key: Mapped[str] = mapped_column(
        String(200).with_variant(String(200, collation="C"), "postgresql"),
        default=_sorted_as,
        server_default="",
        index=True,
    )
    name_skeleton: Mapped[str] = mapped_column(
        String(200), default=_looks_like, server_default="", index=True
    )
    handle_skeleton: Mapped[str | None] = mapped_column(
        String(120), default=_handle_looks_like, index=True, unique=True
    )
    email: Mapped[str] = mapped_column(String(254), unique=True)
    email_confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    site_role: Mapped[word]
    standing: Mapped[word] = mapped_column(default=Standing.MEMBER)
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"), default=None, index=True)
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisations.id"), default=None
    )
    headline: Mapped[line] = mapped_column(default="")
    bio: Mapped[str] = mapped_column(Text, default="")
    bio_html: Mapped[str] = mapped_column(Text, default="")
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    locale: Mapped[word] = mapped_column(default="")
    timezone: Mapped[word] = mapped_column(default="Europe/Brussels")
    theme: Mapped[word] = mapped_column(default="")
    joined_at: Mapped[moment]
    last_seen_at: Mapped[datetime | None] = mapped_column(default=None)
    is_invented: Mapped[bool] = mapped_column(default=False)
    is_settled: Mapped[bool] = mapped_column(default=False, server_default=false())
    texts_hidden: Mapped[bool] = mapped_column(default=False, server_default=false())
    keeps_distance: Mapped[bool] = mapped_column(default=False, server_default=false())
    accepted_terms: Mapped[int] = mapped_column(default=0, server_default="0")
    accepted_privacy: Mapped[int] = mapped_column(default=0, server_default="0")
    two_step_since: Mapped[datetime | None] = mapped_column(default=None)
    two_step_due_at: Mapped[datetime | None] = mapped_column(default=None)
    silences: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default="{}")
    has_public_page: Mapped[bool] = mapped_column(default=False, server_default=false())
    shows_headline: Mapped[shown_to]
    shows_bio: Mapped[shown_to]
    shows_city: Mapped[shown_to]
    shows_organisation: Mapped[shown_to]
    shows_expertise: Mapped[shown_to]
    shows_languages: Mapped[shown_to]
    shows_joined: Mapped[shown_to]
    shows_started: Mapped[shown_to]
    shows_former: Mapped[shown_to_nobody]
    shows_email: Mapped[shown_to_nobody]

    @validates("name")
    def _keep_in_step(self, _attribute: str, name: str) -> str:
        self.name_key, self.name_skeleton = fold(name)[:200], name_look(name)
        return name

    @validates("handle")
    def _keep_handle_in_step(self, _attribute: str, handle: str) -> str:
        self.handle_skeleton = handle_look(handle)
        return handle

    def __repr__(self) -> str:
        return f"<Person {self.id}>"  # no name or address in a log


def takes_part() -> ColumnElement[bool]:
    """Return the condition that the row's Person is a member who reads and writes, as `Viewer.is_member`."""
    return and_(Person.standing == Standing.MEMBER, Person.site_role != SiteRole.ADMINISTRATOR)


class PersonTerm(Model):
    """What a person knows about."""

    __tablename__ = "person_terms"
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, primary_key=True
    )
    term_id: Mapped[int] = mapped_column(ForeignKey("terms.id"), primary_key=True)


class Membership(Model):
    """A person inside a space, and as what. In a case one person may bear two roles: two rows."""

    __tablename__ = "memberships"
    space_id: Mapped[int] = mapped_column(
        ForeignKey("spaces.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, primary_key=True
    )
    role: Mapped[word] = mapped_column(primary_key=True, default=SpaceRole.MEMBER)
    since: Mapped[moment]

    __table_args__ = (Index("ix_memberships_person", "person_id", "space_id"),)


class SpaceRequest(Model):
    """Somebody who asks to be let into a restricted space."""

    __tablename__ = "space_requests"
    space_id: Mapped[int] = mapped_column(
        ForeignKey("spaces.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, primary_key=True
    )
    reason: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[moment]


class SpaceRemoval(Model):
    """That a facilitator put somebody out of a space, and why: for whom it befell, and nobody else."""

    __tablename__ = "space_removals"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), index=True, info=OWN
    )
    reason: Mapped[str] = mapped_column(Text)
    removed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), default=None, info=ACTED
    )
    removed_at: Mapped[moment]


class Persona(Model):
    """A pseudonym of a person in one space: a row of `people` that acts wherever it writes.

    Whose it is stands nowhere in clear: `lookup` is a keyed print of person and space, by which its
    owner finds it; `sealed` is the person, encrypted, which only an unmasking opens.
    """

    __tablename__ = "personas"
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, primary_key=True
    )
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"), index=True)
    lookup: Mapped[str] = mapped_column(String(64), unique=True)
    sealed: Mapped[str] = mapped_column(Text)
