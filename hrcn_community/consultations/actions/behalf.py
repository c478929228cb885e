"""What a case is tied to when it is submitted: somebody it is asked for, an earlier case."""

from hrcn_community.consultations.models import Case, CaseLink, CaseOnBehalf
from hrcn_community.core.db import db


def tie(case: Case, *, is_for_another: bool, whom: str, follows_id: int | None) -> None:
    """Say for whom the case is asked, and from which it follows."""
    if is_for_another:
        db.session.add(CaseOnBehalf(case_id=case.id, whom=whom if whom.strip() else ""))
    if follows_id:
        db.session.add(CaseLink(case_id=case.id, follows_id=follows_id))
