"""What follows from what befalls a case: who is told, and what is done in the same transaction."""

from collections.abc import Callable, Mapping
from typing import Any

from hrcn_community.accounts import standing_events as standing
from hrcn_community.consultations import clock_notices
from hrcn_community.consultations import events as cases
from hrcn_community.consultations import matching_notices as notices
from hrcn_community.consultations import notices as case_notices
from hrcn_community.consultations.actions import leading, leaving
from hrcn_community.consultations.publishing_notices import tell_of_copy
from hrcn_community.privacy import events as privacy

REACTIONS: Mapping[type, tuple[Callable[..., None], ...]] = {
    cases.CopyMoved: (tell_of_copy,),
    cases.CaseMoved: (case_notices.tell_of_move,),
    cases.ExpertProposed: (case_notices.tell_of_proposal,),
    cases.SignerNamed: (case_notices.tell_signer,),
    cases.TierTightened: (case_notices.tell_of_tier,),
    cases.ClockRung: (clock_notices.tell_of_clock,),
    cases.LeadHandedOn: (clock_notices.tell_of_lead,),
    cases.PapersAdded: (case_notices.tell_of_papers,),
    cases.CaseNoteWritten: (case_notices.tell_of_note,),
    cases.CaseRemovalWarned: (case_notices.tell_of_removal,),
    cases.ReviewerInvited: (case_notices.tell_reviewer,),
    cases.ReviewerAnswered: (case_notices.tell_of_reviewer,),
    cases.ExpertInvited: (notices.tell_expert,),
    cases.ExpertAnswered: (notices.tell_lead_of_expert,),
    cases.InvitationReminded: (notices.tell_of_coming_end,),
    cases.InvitationEnded: (notices.tell_of_ended_invitation,),
    cases.RapporteurNamed: (notices.tell_rapporteur,),
    cases.DeclarationWarned: (notices.tell_of_ending_declaration,),
}
AT_ONCE: Mapping[type, tuple[Callable[[Any], None], ...]] = {
    standing.PersonSuspended: (leaving.let_suspended_go,),
    standing.RoleChanged: (leaving.let_former_advisor_go, leading.let_former_lead_go),
    privacy.ErasureAsked: (leaving.let_leaving_author_go,),
}
WORDS = notices.WORDS
