"""How long earlier attempts at a question are kept."""

from datetime import datetime

from sqlalchemy import delete, exists, select, tuple_
from sqlalchemy.orm import aliased

from hrcn_community.core.db import db
from hrcn_community.core.words import _l
from hrcn_community.learning.models import Answer, Enrolment
from hrcn_community.privacy.holds import is_held_person
from hrcn_community.privacy.retention import Keeping


def end_attempts(before: datetime, at_most: int) -> int:
    """Forget attempts that a later one followed; the last one counts for the certificate and stays."""
    later, key = aliased(Answer), (Answer.enrolment_id, Answer.question_id, Answer.number)
    followed = exists().where(
        later.enrolment_id == Answer.enrolment_id,
        later.question_id == Answer.question_id,
        later.number > Answer.number,
    )
    some = db.session.execute(
        select(*key)
        .join(Enrolment, Enrolment.id == Answer.enrolment_id)
        .where(Answer.at < before, followed, ~is_held_person(Enrolment.person_id))
        .limit(at_most)
    ).all()
    if some:
        gone = [tuple(row) for row in some]
        db.session.execute(delete(Answer).where(tuple_(*key).in_(gone)))
    return len(some)


KEEPING = Keeping(
    "attempts",
    _l("Earlier attempts at the questions of a module"),
    _l("deleted; the last one stays"),
    *(730, 90, 1825),
    end_attempts,
    tables=("answers",),
)
