"""How well experts fit a case: a score out of a hundred, each part of it with its reason in words.

Pure: facts in, a ranking out. Nothing here asks the database, so everything that counts is in the facts,
and whoever is ranked or left out is so by a sentence that can be read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from hrcn_community.core.words import _l

THEMES, LANGUAGE, PLACE, ROOM_LEFT, HISTORY = 40, 20, 20, 10, 10
SOME_CASES, MANY_CASES = 2, 4
FEW_DAYS = 3.0
NEVER_ASKED = 6  # not the best, lest nobody new is found; not the worst either


@dataclass(frozen=True)
class Wanted:
    """What a case asks for. No country: it is not known, or not to whoever looks."""

    term_ids: frozenset[int]
    language: str
    country: str = ""


@dataclass(frozen=True, kw_only=True)
class Expert:
    """What is known of an advisor, as far as it counts for one case.

    `is_close` and `cools_off` say that they belong to who asks, or did until lately. To whom that would
    tell who asks, `is_kept_out` says instead that there is something. Of cases and invitations only how
    many there are is known, never which.
    """

    id: int
    name: str
    handle: str
    headline: str = ""
    term_ids: frozenset[int] = frozenset()
    term_names: dict[int, str] = field(default_factory=dict)
    languages: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    home: str = ""
    open_cases: int = 0
    answered: int = 0
    lapsed: int = 0
    days_to_answer: float = 0.0
    part: str = ""  # how they stand to the case already
    is_inside: bool = False
    is_excluded: bool = False
    is_close: bool = False
    cools_off: bool = False
    is_away: bool = False
    is_kept_out: bool = False


@dataclass(frozen=True)
class Reason:
    points: int
    most: int
    words: object


@dataclass(frozen=True)
class Match:
    """Somebody who could be asked, with what speaks for them."""

    expert: Expert
    reasons: tuple[Reason, ...]

    @property
    def points(self) -> int:
        return sum(reason.points for reason in self.reasons)


@dataclass(frozen=True)
class LeftOut:
    expert: Expert
    words: object


@dataclass(frozen=True)
class Ranking:
    matches: Sequence[Match]
    left_out: Sequence[LeftOut]


def rank(wanted: Wanted, experts: Sequence[Expert]) -> Ranking:
    """Return who fits best first; of equal ones whoever has fewer cases, then by name."""
    left_out = [LeftOut(each, words) for each in experts if (words := why_not(each))]
    gone = {each.expert.id for each in left_out}
    matches = [Match(each, _reasons(wanted, each)) for each in experts if each.id not in gone]
    in_order = sorted(matches, key=lambda m: (-m.points, m.expert.open_cases, m.expert.name))
    return Ranking(in_order, left_out)


def why_not(expert: Expert) -> object:
    """Return in words why somebody cannot be asked, or ''. What is theirs alone is not told."""
    return next((words for holds, words in _OBSTACLES if holds(expert)), "")


_OBSTACLES: tuple[tuple[Callable[[Expert], bool], object], ...] = (
    (lambda e: e.part == "conflict", _l("Declared a conflict.")),
    (lambda e: e.part == "recused", _l("Stepped back from this case.")),
    (lambda e: e.part == "lost", _l("Had to leave this case.")),
    (lambda e: e.part == "invited", _l("Is invited and has not answered yet.")),
    (lambda e: e.is_inside or e.part == "accepted", _l("Has a part in this case already.")),
    (lambda e: e.is_kept_out, _l("Cannot be asked here; the lead of the case sees why.")),
    (lambda e: e.is_excluded, _l("Whoever asks wants no part for them.")),
    (lambda e: e.is_close, _l("Belongs to the city or the organisation that asks.")),
    (
        lambda e: e.cools_off,
        _l("Cooling-off: belonged to the city or the organisation that asks until lately."),
    ),
    (lambda e: e.is_away, _l("Is away, or takes no more cases now.")),
)


def _reasons(wanted: Wanted, expert: Expert) -> tuple[Reason, ...]:
    parts = (_themes(wanted, expert), _language(wanted, expert), _place(wanted, expert))
    return (*parts, _load(expert), _history(expert))


def _themes(wanted: Wanted, expert: Expert) -> Reason:
    shared = sorted(wanted.term_ids & expert.term_ids)
    if not wanted.term_ids:
        return Reason(0, THEMES, _l("The case names no theme."))
    if not shared:
        return Reason(0, THEMES, _l("Says nothing of knowing its themes."))
    points = round(THEMES * len(shared) / len(wanted.term_ids))
    names = ", ".join(expert.term_names[id_] for id_ in shared)
    return Reason(points, THEMES, _l("Knows about: %(themes)s.", themes=names))


def _language(wanted: Wanted, expert: Expert) -> Reason:
    if wanted.language in expert.languages:
        return Reason(LANGUAGE, LANGUAGE, _l("Writes the language of the answer."))
    return Reason(0, LANGUAGE, _l("Does not say that they write the language of the answer."))


def _place(wanted: Wanted, expert: Expert) -> Reason:
    """Somebody of the city itself is no help here: they are too close, and left out."""
    if not wanted.country:
        return Reason(0, PLACE, _l("For which country it is asked is not known here."))
    if wanted.country in expert.countries:
        return Reason(PLACE, PLACE, _l("Says that they know the law of its country."))
    if wanted.country == expert.home:
        return Reason(PLACE * 3 // 4, PLACE, _l("Lives in its country."))
    return Reason(0, PLACE, _l("Is at home in other countries."))


def _load(expert: Expert) -> Reason:
    """In steps, not in numbers: how many cases somebody has is nobody's to count."""
    if expert.open_cases == 0:
        return Reason(ROOM_LEFT, ROOM_LEFT, _l("Works on no other case."))
    if expert.open_cases <= SOME_CASES:
        return Reason(6, ROOM_LEFT, _l("Works on some other cases."))
    if expert.open_cases <= MANY_CASES:
        return Reason(3, ROOM_LEFT, _l("Works on many other cases."))
    return Reason(0, ROOM_LEFT, _l("Works on very many other cases."))


def _history(expert: Expert) -> Reason:
    asked = expert.answered + expert.lapsed
    if not asked:
        return Reason(NEVER_ASKED, HISTORY, _l("Was not asked before."))
    if expert.lapsed * 2 > asked:
        return Reason(0, HISTORY, _l("Left most invitations without an answer."))
    if expert.lapsed:
        return Reason(3, HISTORY, _l("Left some invitations without an answer."))
    if expert.days_to_answer <= FEW_DAYS:
        return Reason(HISTORY, HISTORY, _l("Answered every invitation, within a few days."))
    return Reason(7, HISTORY, _l("Answered every invitation."))
