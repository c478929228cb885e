"""The register as each process keeps it for a minute: public words, the same for everybody."""

from dataclasses import dataclass

from sqlalchemy import select

from hrcn_community.core.cache import for_a_while, lately
from hrcn_community.core.db import db
from hrcn_community.register.models import City, Term

KEPT_SECONDS = 60


@dataclass(frozen=True)
class KnownTerm:
    """A word of a vocabulary, in every language that it has."""

    id: int
    vocabulary: str
    slug: str
    name: str
    names: dict[str, str]

    def in_language(self, language: str) -> str:
        return self.names.get(language, self.name)


@dataclass(frozen=True)
class KnownCity:
    id: int
    slug: str
    name: str


@dataclass(frozen=True)
class Register:
    """Terms by id, in the order of their vocabularies; cities by slug, in the order of their names.

    Of terms that were merged there is only which other their slug leads to.
    """

    terms: dict[int, KnownTerm]
    cities: dict[str, KnownCity]
    merged: dict[tuple[str, str], int]

    def vocabulary(self, name: str) -> list[KnownTerm]:
        return [term for term in self.terms.values() if term.vocabulary == name]

    def term(self, vocabulary: str, slug: str) -> KnownTerm | None:
        """Return the term of that slug; for one that was merged, the other."""
        found = next((term for term in self.vocabulary(vocabulary) if term.slug == slug), None)
        return found or self.terms.get(self.merged.get((vocabulary, slug), 0))


def kept_register() -> Register:
    """Return the register as it was at most a minute ago."""
    return for_a_while("the register", KEPT_SECONDS, _read)


def forget_register() -> None:
    """Read it anew when it is next asked for, in this process; the others follow within a minute."""
    lately.drop("the register")


def _read() -> Register:
    merged = db.session.execute(
        select(Term.vocabulary, Term.slug, Term.merged_into_id).where(
            Term.merged_into_id.is_not(None)
        )
    )
    terms = db.session.execute(
        select(Term.id, Term.vocabulary, Term.slug, Term.name, Term.names)
        .where(Term.merged_into_id.is_(None))
        .order_by(Term.vocabulary, Term.position)
    )
    cities = db.session.execute(select(City.id, City.slug, City.name).order_by(City.name))
    return Register(
        {row.id: KnownTerm(*row) for row in terms},
        {row.slug: KnownCity(*row) for row in cities},
        {(row.vocabulary, row.slug): row.merged_into_id for row in merged},
    )
