"""A list of threads as a page shows it: its views, what narrows it, where it leads, what it says empty."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from hrcn_community.access.filters import Filter, city_filter, language_filter, term_filter
from hrcn_community.access.guard import viewer
from hrcn_community.core.keyset import said
from hrcn_community.core.text import one_line
from hrcn_community.core.words import _l
from hrcn_community.discussions.forms import ReadForm
from hrcn_community.discussions.models import ThreadKind
from hrcn_community.discussions.queries.lists import (
    EVERYTHING,
    Period,
    ThreadList,
    View,
    Wanted,
    threads,
)
from hrcn_community.spaces.models import Space

VIEWS = {
    View.LATEST: _l("Latest"),
    View.UNREAD: _l("Unread"),
    View.TOP: _l("Top"),
    View.UNANSWERED: _l("Unanswered"),
    View.MINE: _l("Mine"),
}
PERIODS = {
    Period.WEEK: _l("Seven days"),
    Period.MONTH: _l("Thirty days"),
    Period.YEAR: _l("A year"),
}
KINDS = (
    (ThreadKind.DISCUSSION, _l("Discussions")),
    (ThreadKind.QUESTION, _l("Questions")),
    (ThreadKind.QUERY, _l("Queries")),
    (ThreadKind.ANNOUNCEMENT, _l("Announcements")),
)
SAID = {
    View.UNREAD: _l(
        "What was added to threads that you follow, wrote in or began to read, however long ago."
        " What you never opened is not unread: if it began in the last two weeks, since you joined,"
        " other lists mark it as new."
    ),
    View.TOP: _l("Here a post counts one, a reaction one and an accepted answer three."),
    View.UNANSWERED: _l("Open questions and queries that nobody has answered to the end."),
    View.MINE: _l("What you started, and where you wrote."),
}
EMPTY = {
    View.LATEST: (
        _l("Nothing has been written here yet"),
        _l("The first thread sets the tone: say what you work on and what you would like to know."),
    ),
    View.UNREAD: (
        _l("You have read everything"),
        _l(
            "What others add to the threads that you follow, wrote in or began to read will wait here."
        ),
    ),
    View.TOP: (
        _l("Nothing was written in this time"),
        _l("Look further back, or write the first thing yourself."),
    ),
    View.UNANSWERED: (
        _l("No question waits for an answer"),
        _l("Whatever was asked here has been answered. If you have a question, ask it."),
    ),
    View.MINE: (
        _l("You have not written here yet"),
        _l("Threads that you start and threads in which you reply will stand here."),
    ),
}
LONGEST_WORD = 60


@dataclass(frozen=True)
class Choice:
    """What an address says of a list: where, which view, how far back, narrowed by what, from where on."""

    here: str
    view: View = View.LATEST
    period: Period = Period.WEEK
    wanted: Wanted = EVERYTHING
    before: str = ""

    @property
    def hidden(self) -> dict[str, str]:
        """What a form that narrows the list keeps of it."""
        period = self.period if self.view == View.TOP else Period.WEEK
        said_ = {"view": self.view, "period": period}
        return {name: str(v) for name, v in said_.items() if v not in (View.LATEST, Period.WEEK)}

    @property
    def address(self) -> str:
        said_ = self.hidden | self.wanted.chosen | ({"before": self.before} if self.before else {})
        return f"{self.here}?{urlencode(said_)}" if said_ else self.here


def choice_of(args: Mapping[str, str], here: str) -> Choice:
    """Return what `args` choose; where they say something that there is not, the usual."""
    word = {
        name: one_line(args.get(name, ""))[:LONGEST_WORD] for name in ("view", "period", "before")
    }
    view = View(word["view"]) if word["view"] in set(View) else View.LATEST
    return Choice(
        here,
        View.LATEST if view.is_personal and not viewer().is_member else view,
        Period(word["period"]) if word["period"] in set(Period) else Period.WEEK,
        Wanted(**{name: one_line(args.get(name, ""))[:LONGEST_WORD] for name in vars(EVERYTHING)}),
        word["before"],
    )


@dataclass(frozen=True)
class Listing:
    """What a page shows of a list of threads."""

    choice: Choice
    listed: ThreadList
    filters: tuple[Filter, ...]
    reading: ReadForm
    space: Space | None = None

    @property
    def tabs(self) -> list[dict[str, Any]]:
        is_known = viewer().is_member
        return [
            self._tab(words, replace(self.choice, view=view, before=""), view == self.choice.view)
            for view, words in VIEWS.items()
            if is_known or not view.is_personal
        ]

    @property
    def periods(self) -> list[dict[str, Any]]:
        """The times that the best are chosen from, where they are."""
        if self.choice.view != View.TOP:
            return []
        return [
            self._tab(
                words, replace(self.choice, period=each, before=""), each == self.choice.period
            )
            for each, words in PERIODS.items()
        ]

    @property
    def title(self) -> object:
        return VIEWS[self.choice.view]

    @property
    def words(self) -> object:
        return SAID.get(self.choice.view, "")

    @property
    def is_narrowed(self) -> bool:
        return bool(self.choice.wanted.chosen)

    @property
    def is_unread(self) -> bool:
        return self.choice.view == View.UNREAD

    @property
    def everything(self) -> str:
        """The address of the same view, narrowed by nothing."""
        return replace(self.choice, wanted=EVERYTHING, before="").address

    @property
    def older(self) -> str:
        older = self.listed.older
        return replace(self.choice, before=older).address if older else ""

    @property
    def older_label(self) -> object:
        """What the next page is called: what was liked less is not older."""
        return _l("Further down") if self.choice.view == View.TOP else _l("Older")

    @property
    def empty(self) -> tuple[object, object]:
        return EMPTY[self.choice.view]

    def _tab(self, words: object, choice: Choice, is_current: bool) -> dict[str, Any]:
        return {"label": words, "href": choice.address, "current": is_current, "count": None}


def listing(choice: Choice, space: Space | None = None, reading: ReadForm | None = None) -> Listing:
    """Return the list that was chosen, as the viewer may see it."""
    listed = threads(
        choice.view,
        choice.wanted,
        viewer=viewer(),
        period=choice.period,
        space=space,
        pins=True,
        before=choice.before,
    )
    if space:  # on its own page its name need not stand in every row
        here = [replace(row, space_name="") for row in listed.threads]
        listed = replace(listed, threads=here)
    return Listing(choice, listed, _filters(choice.wanted), reading or _to_mark(listed), space)


def _filters(chosen: Wanted) -> tuple[Filter, ...]:
    return (
        term_filter("theme", "themes", _l("Theme"), _l("All themes"), chosen.theme),
        term_filter("group", "groups", _l("Group"), _l("All groups"), chosen.group),
        city_filter(chosen.city),
        term_filter("level", "level", _l("Level"), _l("All levels"), chosen.level),
        term_filter("stage", "stage", _l("Stage"), _l("All stages"), chosen.stage),
        language_filter(chosen.language),
        Filter("kind", _l("Kind"), _l("All kinds"), KINDS, chosen.kind),
    )


def _to_mark(listed: ThreadList) -> ReadForm:
    """Return the form that marks as read what the page shows unread, and nothing that comes later."""
    newest = max((row.last_activity_at for row in listed.threads), default=None)
    return ReadForm(formdata=None, until=said(newest) if newest else "")
