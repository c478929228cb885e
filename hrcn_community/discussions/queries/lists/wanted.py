"""What somebody wants to see in a list of threads, and the conditions that it makes."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, select

from config import LANGUAGES
from hrcn_community.conversations.models import Conversation, ConversationTerm
from hrcn_community.core.db import Rows
from hrcn_community.discussions.models import Thread, ThreadKind
from hrcn_community.register.kept import kept_register

VOCABULARIES = {"theme": "themes", "group": "groups", "level": "level", "stage": "stage"}


@dataclass(frozen=True)
class Wanted:
    """By which words a list is narrowed, as an address says them; what is empty does not narrow."""

    theme: str = ""
    group: str = ""
    city: str = ""
    level: str = ""
    stage: str = ""
    language: str = ""
    kind: str = ""

    @property
    def chosen(self) -> dict[str, str]:
        return {name: value for name, value in vars(self).items() if value}


EVERYTHING = Wanted()


def narrowed(rows: Rows, wanted: Wanted) -> Rows:
    """Return only those of `rows` that are as `wanted`; a word that does not exist leaves none."""
    return rows.where(*_conditions(wanted))


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    for name, vocabulary in VOCABULARIES.items():
        if slug := getattr(wanted, name):
            yield _is_about(vocabulary, slug)
    if wanted.city:
        city = kept_register().cities.get(wanted.city)
        yield Conversation.city_id == city.id if city else false()
    if wanted.language:
        is_ours = wanted.language in LANGUAGES
        yield Conversation.language == wanted.language if is_ours else false()
    if wanted.kind:
        yield _is_of_kind(wanted.kind) if wanted.kind in set(ThreadKind) else false()


def _is_about(vocabulary: str, slug: str) -> ColumnElement[bool]:
    term = kept_register().term(vocabulary, slug)
    about = select(ConversationTerm.conversation_id)
    return (
        Conversation.id.in_(about.where(ConversationTerm.term_id == term.id)) if term else false()
    )


def _is_of_kind(kind: str) -> ColumnElement[bool]:
    return Conversation.id.in_(select(Thread.conversation_id).where(Thread.kind == kind))
