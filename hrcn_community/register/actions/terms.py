"""Tending the vocabularies. Nothing is ever removed: that would tell, of a word that no open page shows,
whether somebody uses it where only some may look."""

from collections.abc import Mapping

from sqlalchemy import Table, and_, delete, exists, func, select, update

from hrcn_community.core import clock
from hrcn_community.core.db import Base, after_commit, db, take_turn
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import record
from hrcn_community.core.text import fold, slugify
from hrcn_community.core.words import _l
from hrcn_community.register.events import (
    TermAdded,
    TermMerged,
    TermMoved,
    TermOffered,
    TermRenamed,
    TermRetired,
)
from hrcn_community.register.kept import forget_register
from hrcn_community.register.models import Term
from hrcn_community.register.queries import every_term

LONGEST_SLUG = 36  # a number may follow


class TermKnown(Refusal):
    message = _l("There is such a word in this vocabulary already.")


class MergedMeanwhile(Refusal):
    message = _l("Somebody changed these words at the same moment. Please look at them again.")


def add_term(vocabulary: str, names: Mapping[str, str], *, by: int) -> Term:
    """Add a word at the end of a vocabulary; `names` by language, English among them."""
    take_turn("terms")
    _refuse_known(vocabulary, names["en"])
    last = db.session.scalar(select(func.max(Term.position)).where(Term.vocabulary == vocabulary))
    term = Term(
        vocabulary=vocabulary,
        slug=_free_slug(names["en"]),
        name=names["en"],
        names=_others(names),
        position=(last or 0) + 1,
    )
    db.session.add(term)
    db.session.flush()
    record(TermAdded(term_id=term.id), by=by)
    after_commit(forget_register)
    return term


def rename_term(term: Term, names: Mapping[str, str], *, by: int) -> None:
    """Give a word other names; its slug stays, so that addresses go on leading to it."""
    take_turn("terms")
    _refuse_known(term.vocabulary, names["en"], but=term.id)
    if (term.name, term.names) == (names["en"], _others(names)):
        return
    term.name, term.names, term.version = names["en"], _others(names), term.version + 1
    record(TermRenamed(term_id=term.id), by=by)
    after_commit(forget_register)


def move_term(term: Term, place: int, *, by: int) -> None:
    """Put a word at that place of its vocabulary, counted from 1; beyond the ends, at the end."""
    take_turn("terms")
    kept = [each for each in every_term(term.vocabulary) if each.id != term.id]
    positions = sorted([term.position, *(each.position for each in kept)])
    kept.insert(min(max(place, 1), len(kept) + 1) - 1, term)
    moved = [(each, at) for each, at in zip(kept, positions, strict=True) if each.position != at]
    if not moved:
        return
    for each, _at in moved:  # no two words at one place, not for a moment
        each.position = -each.position - 1
    db.session.flush()
    for each, at in moved:
        each.position = at
    record(TermMoved(term_id=term.id, place=place), by=by)
    after_commit(forget_register)


def retire_term(term: Term, *, by: int) -> None:
    if term.retired_at is None:
        term.retired_at = clock.now()
        record(TermRetired(term_id=term.id), by=by)
        after_commit(forget_register)


def offer_term(term: Term, *, by: int) -> None:
    """Offer a word again that was retired."""
    if term.retired_at is not None:
        term.retired_at = None
        record(TermOffered(term_id=term.id), by=by)
        after_commit(forget_register)


def merge_term(term: Term, into: Term, *, by: int) -> None:
    """Let `into` stand wherever `term` stood; the slug of `term` leads to it from now on."""
    take_turn("terms")
    db.session.refresh(into)
    if into.merged_into_id or into.id == term.id or into.vocabulary != term.vocabulary:
        raise MergedMeanwhile
    for table, column in _uses():
        _move_uses(table, column, term.id, into.id)
    earlier = update(Term).where(Term.merged_into_id == term.id)
    db.session.execute(earlier.values(merged_into_id=into.id))
    term.merged_into_id, term.retired_at = into.id, term.retired_at or clock.now()
    record(TermMerged(term_id=term.id, into_id=into.id), by=by)
    after_commit(forget_register)


def _uses() -> list[tuple[Table, str]]:
    """Return every column of the house that points at a term, whatever room it belongs to."""
    return [
        (table, key.parent.name)
        for table in Base.metadata.tables.values()
        if table.name != Term.__tablename__
        for key in table.foreign_keys
        if key.column.table.name == Term.__tablename__
    ]


def _move_uses(table: Table, column: str, old: int, new: int) -> None:
    """Let rows point at the other term; where one does so already, that is enough."""
    rest = [each for each in table.primary_key.columns if each.name != column]
    if column in table.primary_key.columns:
        other = table.alias()
        same = and_(other.c[column] == new, *(other.c[each.name] == each for each in rest))
        doubled = delete(table).where(table.c[column] == old, exists().where(same))
        db.session.execute(doubled)
    db.session.execute(update(table).where(table.c[column] == old).values({column: new}))


def _refuse_known(vocabulary: str, name: str, but: int = 0) -> None:
    if any(fold(each.name) == fold(name) for each in every_term(vocabulary) if each.id != but):
        raise TermKnown


def _others(names: Mapping[str, str]) -> dict[str, str]:
    """Return the names that are given, without the English one."""
    return {language: name for language, name in names.items() if name and language != "en"}


def _free_slug(name: str) -> str:
    slug = free = slugify(name)[:LONGEST_SLUG].strip("-") or "word"
    number = 1
    while db.session.scalar(select(Term.id).where(Term.slug == free)):
        number += 1
        free = f"{slug}-{number}"
    return free
