"""What the answers of the demonstration rest on; a review that asks for changes; an erratum."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from hrcn_community.consultations.actions import answers, citing, delivering, points
from hrcn_community.consultations.models import Case, CasePoint, CitationKind, PointStand
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.demo.deeds import person
from hrcn_community.demo.written import read


def as_first_written(story: Any) -> str:
    """Return what the draft said before a review asked for more."""
    text = story.written["answer"].strip()
    for now, before in _about(story).get("first", ()):
        text = text.replace(now, before)
    return text


def cite(story: Any) -> None:
    """Let the draft refer to what it rests on."""
    by, about = person(story.written["advisor"]), _about(story)
    for title in about.get("house", ()):
        citing.cite_house(story.case, _address(title), by=by)
    for each in about.get("outside", ()):
        citing.cite_outside(story.case, _outside(each), by=by)


def rework(story: Any) -> None:
    """Let the reviewer ask for changes, and the author make them, or say why not."""
    case, about = story.case, _about(story)
    by, reviewer = person(story.written["advisor"]), person(story.written["reviewer"])
    with story.seeded("points"):
        answers.review(case, False, "", about["points"], by=reviewer)
        answers.write_draft(case, story.written["answer"].strip(), by=by)
        for point, reply in zip(_points(case), about["replies"], strict=True):
            stand = PointStand.ANSWERED if reply else PointStand.DONE
            points.settle_point(point, stand, reply, case=case, by=by)
        answers.request_review(case, by=by)


def correct(story: Any) -> None:
    """Let the author correct the delivered answer, and the others read and sign it once more."""
    case, about, by = story.case, _about(story), person(story.written["advisor"])
    with story.seeded("erratum"):
        delivering.correct(case, about["erratum"], by=by)
        draft = db.session.get_one(Post, case.draft_post_id)
        wrong, right = about["corrected"]
        answers.write_draft(case, draft.source.replace(wrong, right), by=by)
        answers.request_review(case, by=by)
        answers.review(case, True, "", by=person(story.written["reviewer"]))
        answers.sign(case, by=person(story.written["signer"]))
        answers.deliver(case, by=story.lead())


def _about(story: Any) -> dict[str, Any]:
    told = {each["key"]: each for each in read("answers")["case"]}
    return told.get(story.written["key"], {})


def _address(title: str) -> str:
    found = select(Conversation.address).where(Conversation.title == title)
    return db.session.scalars(found.order_by(Conversation.id)).first() or ""


def _outside(each: dict[str, Any]) -> citing.Outside:
    seen_on = (clock.now() - timedelta(days=1)).date() if "seen" in each else None
    words = {name: each.get(name, "") for name in ("title", "source", "address")}
    return citing.Outside(CitationKind(each["kind"]), **words, seen_on=seen_on)


def _points(case: Case) -> list[CasePoint]:
    mine = select(CasePoint).where(CasePoint.case_id == case.id)
    return list(db.session.scalars(mine.order_by(CasePoint.number)))
