"""What a case is tied to when it is submitted: somebody it is asked for, an earlier case."""

from hrcn_community.consultations.models import Case, CaseLink, CaseOnBehalf
from hrcn_community.core.db import db
from hrcn_community.core.sealing import seal


def tie(case: Case, *, is_for_another: bool, whom: str, follows_id: int | None) -> None:
    """Say for whom the case is asked, and from which it follows."""
    if is_for_another:
        sealed = seal(whom) if whom.strip() else ""
        db.session.add(CaseOnBehalf(case_id=case.id, sealed_whom=sealed))
    if follows_id:
        db.session.add(CaseLink(case_id=case.id, follows_id=follows_id))
