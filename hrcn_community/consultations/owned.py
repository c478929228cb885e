"""What the room keeps of a person. Nothing in a case is taken out: its words are the case's."""

from sqlalchemy import delete, select

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.matching_owned import CHAPTERS
from hrcn_community.consultations.models import (
    Absence,
    Case,
    CaseExclusion,
    CaseInvitation,
    CaseVersion,
    CaseVersionPerson,
    CaseWords,
    LoadLimit,
)
from hrcn_community.consultations.models.publication import (
    CasePublication,
    PublicationConsent,
    PublicationEditor,
)
from hrcn_community.consultations.queries.drafting import drafts_of, fields_of
from hrcn_community.conversations.models import Post
from hrcn_community.core.db import db
from hrcn_community.core.words import _l
from hrcn_community.privacy.chapters import Chapter, Row
from hrcn_community.privacy.owned import Leaver, Owned


def forget(leaver: Leaver) -> None:
    """Delete whom the asker did not want; of two invitations of nobody to one case, one stays."""
    excluded = CaseExclusion.person_id == leaver.id
    db.session.execute(delete(CaseExclusion).where(excluded))
    taken = select(CaseInvitation.case_id).where(CaseInvitation.person_id == leaver.nobody_id)
    theirs = CaseInvitation.person_id == leaver.id
    db.session.execute(delete(CaseInvitation).where(theirs, CaseInvitation.case_id.in_(taken)))


def _begun(viewer: Viewer) -> list[Row]:
    """Return the requests that somebody writes, opened: they are their own."""
    return [{"saved_at": d.saved_at, **fields_of(d)} for d in drafts_of(viewer.id)]


OWNED = Owned(
    chapters=(
        Chapter("case_drafts", _l("Requests for advice that you have begun"), found=_begun),
        Chapter(
            "case_words",
            _l("What you wrote in consultations"),
            CaseWords.person_id,
            (CaseWords.kind, CaseWords.role, Post.source, Post.created_at, Case.ref),
            ((Post, Post.id == CaseWords.post_id), (Case, Case.id == CaseWords.case_id)),
        ),
        Chapter(
            "case_invitations",
            _l("Consultations that you were thought of for"),
            CaseInvitation.person_id,
            (CaseInvitation.role, CaseInvitation.stand, CaseInvitation.declared_at, Case.ref),
            ((Case, Case.id == CaseInvitation.case_id),),
        ),
        Chapter(
            "absences",
            _l("When you are away"),
            Absence.person_id,
            (Absence.first_day, Absence.last_day),
        ),
        Chapter(
            "load_limits",
            _l("How many consultations you take on"),
            LoadLimit.person_id,
            (LoadLimit.most_open,),
        ),
        Chapter(
            "case_consents",
            _l("Copies for the public that you agreed to"),
            PublicationConsent.person_id,
            (
                PublicationConsent.print,
                PublicationConsent.is_named,
                PublicationConsent.given_at,
                PublicationConsent.lapsed_at,
                Case.ref,
            ),
            (
                (CasePublication, CasePublication.id == PublicationConsent.publication_id),
                (Case, Case.id == CasePublication.case_id),
            ),
        ),
        Chapter(
            "case_publication_editors",
            _l("Copies for the public that you redacted"),
            PublicationEditor.person_id,
            (PublicationEditor.revision, Case.ref),
            (
                (CasePublication, CasePublication.id == PublicationEditor.publication_id),
                (Case, Case.id == CasePublication.case_id),
            ),
        ),
        Chapter(
            "case_version_people",
            _l("Answers that you stand for"),
            CaseVersionPerson.person_id,
            (CaseVersionPerson.role, CaseVersion.number, CaseVersion.delivered_at, Case.ref),
            (
                (CaseVersion, CaseVersion.id == CaseVersionPerson.version_id),
                (Case, Case.id == CaseVersion.case_id),
            ),
        ),
        *CHAPTERS,
    ),
    forget=forget,
    private=("case_drafts", "cases_on_behalf"),
)
