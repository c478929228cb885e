"""The figures: true where they are shown, of whole quarters and cases by the five, and for the core team alone."""

import re
from datetime import timedelta

from sqlalchemy import delete

from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.consultations.actions.asking import tighten
from hrcn_community.consultations.models import Case, CaseInterval, Reuse
from hrcn_community.consultations.queries.cases import find_case
from hrcn_community.consultations.queries.figures import figures_of
from hrcn_community.consultations.queries.quarters import begin_of_quarter, figures, plain
from hrcn_community.consultations.transitions import Tier
from hrcn_community.core.db import db
from hrcn_community.register.models import Term
from hrcn_community.worker import keep_figures
from tests.consultations.test_clocks import at

HERE = "/consultations/figures"
APRIL = at(4, 1)


def _tell(world, story, ways, tier="network", **fields) -> None:
    """Submit a case for each way, and let it have been in these states, each for so many days of March."""

    def write() -> None:
        ids = db.session.query(Case.id).order_by(Case.id.desc()).limit(len(ways)).all()
        db.session.query(CaseInterval).filter(
            CaseInterval.case_id.in_([i for (i,) in ids])
        ).delete()
        for (id_,), way in zip(ids, ways, strict=True):
            moment = at(3, 2)
            db.session.get_one(Case, id_).submitted_at = moment
            for state, days in way:
                end = moment + timedelta(days=days) if days else None
                is_paused = state in ("needs_info", "awaiting_requester")
                row = CaseInterval(case_id=id_, state=state, from_at=moment, to_at=end)
                row.is_paused = is_paused
                db.session.add(row)
                moment = end or moment

    for _ in ways:
        story.ask(tier=tier, **fields)
    world.do(write)


def test_medians_leave_pauses_out_and_need_five_cases(world, story):
    triaged = [0.5, 1, 2, 3, 4]
    answered = [[("triage", n), ("needs_info", 3), ("triage", 1), ("closed", 0)] for n in triaged]
    rare = [[("matching", 2), ("withdrawn", 0)]] * 4
    _tell(world, story, answered)
    _tell(world, story, [*rare, [("submitted", 0)]], tier="confidential")
    found = world.ask(lambda: figures_of(APRIL.date() + timedelta(days=1)))
    assert found.medians["triage"] == 2, "one and a half, two, two, three, five"
    assert found.medians["matching"] is None
    assert "needs_info" not in found.medians
    assert found.until.isoformat() == "2026-03-31"


def test_what_came_after_the_quarter_and_the_last_few_cases_are_not_counted(world, story):
    five = [[("submitted", 1), ("declined", 0)]] * 5
    _tell(world, story, five)
    _tell(world, story, [[("submitted", 1), ("withdrawn", 0)]] * 4)
    day = APRIL.date() + timedelta(days=1)
    rows = world.ask(lambda: figures_of(day)).outcomes.rows
    assert rows[-1][-1] == 5, "the last four wait for a fifth"
    _tell(world, story, [[("submitted", 1), ("withdrawn", 0)]])
    after = world.ask(lambda: figures_of(day)).outcomes.rows
    assert after[-1][-1] == 10
    assert world.ask(lambda: figures_of(at(3, 2).date())).outcomes is None


def test_neither_sealing_nor_removing_a_case_changes_what_is_shown_of_a_quarter(world, cast, story):
    housing = Term(vocabulary="themes", slug="housing", name="Housing", position=1)
    world.do(lambda: db.session.add(housing))
    about = {"themes": ["housing"], "city": "graz"}
    _tell(world, story, [[("submitted", 1), ("declined", 0)]] * 5, **about)
    until = world.ask(begin_of_quarter)

    def made_now() -> dict:
        return world.ask(lambda: plain(figures_of(until)))

    def seal() -> None:
        case = find_case(ref, viewer=asker)
        assert case
        tighten(case, Tier.SEALED, by=asker)

    before = made_now()
    assert ([n for _id, n in before["themes"]], before["cities"]) == ([5], ["Graz", ""])
    ref, asker = world.rows(Case)[0].ref, world.ask(lambda: viewer_of(cast.omar.id))
    world.do(seal)
    _tell(world, story, [[("submitted", 1), ("declined", 0)]] * 5, tier="sealed", **about)
    assert made_now() == before
    world.ask(keep_figures)
    shown = _shown(cast.cleo)
    world.do(lambda: db.session.execute(delete(Case).where(Case.ref == ref)))
    assert made_now() != before
    world.ask(keep_figures)
    assert _shown(cast.cleo) == shown
    assert world.ask(lambda: plain(figures())) == before


def _shown(person) -> str:
    return person.browser.page(HERE).partition("<main")[2].partition("</main>")[0]


def test_the_page_is_for_the_core_team_and_names_no_case(world, cast, story, public):
    _tell(world, story, [[("submitted", 1), ("declined", 0)]] * 5, tier="confidential")
    refs = [case.ref for case in world.rows(Case)]
    page = cast.cleo.browser.page(HERE)
    assert not any(ref in page for ref in refs)
    assert "There are too few cases yet." in page
    assert "withheld" in page
    assert re.search(r"<td>5</td>", page)
    for person in (cast.dalia, cast.chandra, cast.omar):
        assert person.browser.sees(HERE) == 403
    assert public.sees(HERE) in (401, 403, 404)


def test_what_became_of_answers_is_counted_by_the_five_and_nothing_follows_from_the_rest(world):
    day = APRIL.date()

    def reuse(room: str, times: int) -> None:
        world.do(lambda: db.session.add_all(Reuse(room=room, reused_on=day) for _ in range(times)))

    reuse("discussions", 12)
    reuse("knowledge", 6)
    until = day + timedelta(days=1)
    assert list(world.ask(lambda: figures_of(until)).reuse.values()) == [None, None, None]
    assert world.ask(lambda: figures_of(day)).reuse is None
    reuse("consultations", 7)
    counted = world.ask(lambda: figures_of(until)).reuse
    assert {str(words): n for words, n in counted.items()} == {
        "Answer of an expert": 7,
        "Guideline or practice": 6,
        "Thread": 12,
    }
