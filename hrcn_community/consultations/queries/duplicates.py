"""Cases that ask much the same: by the words of title and question, among those that this viewer may read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hrcn_community.access.visibility import unsealed_for, visible_to
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.consultations.models import Case, CaseWords, Kind
from hrcn_community.conversations.models import Conversation, Post, PostState
from hrcn_community.core.db import db
from hrcn_community.core.terms import APART
from hrcn_community.spaces.models import Space

LATEST = 300  # cases that are compared; what is older was answered long ago, and search finds it
ALIKE = 0.4  # of the words of both
FEWEST_WORDS = 2
SHOWN = 3


@dataclass(frozen=True)
class Alike:
    ref: str
    title: str
    href: str
    lang: str


@dataclass(frozen=True)
class _Worded:
    id: int
    alike: Alike
    words: frozenset[str]


def likely_duplicates(
    case_ids: Collection[int], *, viewer: AnyViewer
) -> Mapping[int, Sequence[Alike]]:
    """Return for each of these cases the others that ask much the same, the likest first."""
    if not case_ids:
        return {}
    readable = _worded(viewer)
    return {each.id: _like(each, readable) for each in readable if each.id in set(case_ids)}


def _like(one: _Worded, others: Sequence[_Worded]) -> list[Alike]:
    scored = [(_likeness(one.words, each.words), each) for each in others if each.id != one.id]
    found = sorted((pair for pair in scored if pair[0] >= ALIKE), key=lambda p: (-p[0], -p[1].id))
    return [each.alike for _score, each in found[:SHOWN]]


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return which part of the words of both stands in both."""
    if min(len(one), len(other)) < FEWEST_WORDS:
        return 0.0
    return len(one & other) / len(one | other)


def _worded(viewer: AnyViewer) -> list[_Worded]:
    """Return the latest cases that the viewer may read, with their stems; what is sealed has none."""
    question = (CaseWords.case_id == Case.id) & (CaseWords.kind == Kind.QUESTION)
    rows = db.session.execute(
        select(
            Case.id,
            Case.ref,
            Conversation.title,
            Conversation.language,
            Post.title_terms,
            Post.terms,
        )
        .join(Conversation, Conversation.id == Case.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .join(CaseWords, question)
        .join(Post, Post.id == CaseWords.post_id)
        .where(visible_to(viewer), unsealed_for(viewer), Post.state == PostState.PUBLISHED)
        .order_by(Case.id.desc())
        .limit(LATEST)
    )
    return [_row(row) for row in rows]


def _row(row: Any) -> _Worded:
    words = frozenset(f"{row.title_terms} {row.terms}".split()) - {APART}
    alike = Alike(row.ref, row.title, f"/consultations/{row.ref}", row.language)
    return _Worded(row.id, alike, words)
