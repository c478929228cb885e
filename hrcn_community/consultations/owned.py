"""What the room keeps of a person. Nothing in a case is taken out: its words are the case's."""

from sqlalchemy import delete, select

from hrcn_community.consultations.models import Case, CaseExclusion, CaseInvitation, CaseWords
from hrcn_community.consultations.models.publication import (
    CasePublication,
    PublicationConsent,
    PublicationEditor,
)
from hrcn_community.conversations.models import Post
from hrcn_community.core.db import db
from hrcn_community.core.words import _l
from hrcn_community.privacy.chapters import Chapter
from hrcn_community.privacy.owned import Leaver, Owned


def forget(leaver: Leaver) -> None:
    """Delete whom the asker did not want; of two invitations of nobody to one case, one stays."""
    excluded = CaseExclusion.person_id == leaver.id
    db.session.execute(delete(CaseExclusion).where(excluded))
    taken = select(CaseInvitation.case_id).where(CaseInvitation.person_id == leaver.nobody_id)
    theirs = CaseInvitation.person_id == leaver.id
    db.session.execute(delete(CaseInvitation).where(theirs, CaseInvitation.case_id.in_(taken)))


OWNED = Owned(
    chapters=(
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
    ),
    forget=forget,
)
