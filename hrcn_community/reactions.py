"""What follows. Each event, and what is done about it, in order."""

from collections.abc import Callable, Mapping
from typing import Any

from hrcn_community.accounts import events as people
from hrcn_community.consultations import events as cases
from hrcn_community.consultations import models as case_models
from hrcn_community.consultations import notices as case_notices
from hrcn_community.consultations.actions import desk
from hrcn_community.conversations import events as posts
from hrcn_community.conversations.actions import polls
from hrcn_community.core.events import Entry, Event
from hrcn_community.discussions import events as threads
from hrcn_community.discussions import notices as thread_notices
from hrcn_community.discussions import synopsis_notices, tending_notices
from hrcn_community.discussions.actions import released, synopsis_windows, timers
from hrcn_community.importing import events as imported
from hrcn_community.importing import notices as import_notices
from hrcn_community.knowledge import events as knowledge
from hrcn_community.knowledge import notices as knowledge_notices
from hrcn_community.learning import events as modules
from hrcn_community.learning import notices as module_notices
from hrcn_community.notifications import (
    account_mail,
    account_notices,
    mail_notices,
    role_notices,
    space_notices,
    unmasking_notices,
)
from hrcn_community.notifications import events as mails
from hrcn_community.notifications import notices as house_notices
from hrcn_community.notifications.topics import Words
from hrcn_community.receiving import events as received
from hrcn_community.receiving import letters
from hrcn_community.workshops import events as workshops
from hrcn_community.workshops import notices as workshop_notices
from hrcn_community.workshops.actions import seats

Reaction = Callable[[Any, Entry], None]

REACTIONS: Mapping[type[Event], tuple[Reaction, ...]] = {
    people.SignedIn: (import_notices.offer_writing,),
    people.SpaceAsked: (house_notices.tell_facilitators_of_request,),
    people.SpaceJoined: (house_notices.tell_of_admission,),
    people.SpaceLeft: (desk.let_triager_go,),
    people.FacilitatorAppointed: (space_notices.tell_of_appointment,),
    people.FacilitatorReleased: (space_notices.tell_of_standing_down,),
    people.RequestDeclined: (house_notices.tell_of_declining,),
    posts.PostHeld: (space_notices.tell_facilitators_of_held,),
    posts.PostReleased: (released.tell_as_new, space_notices.tell_author_of_release),
    posts.PostRefused: (space_notices.tell_author_of_refusal,),
    posts.PostHidden: (
        house_notices.tell_author_of_hiding,
        synopsis_notices.tell_of_unsourced_sentence,
    ),
    posts.PostShown: (house_notices.tell_author_of_showing,),
    posts.PostDeleted: (synopsis_notices.tell_of_unsourced_sentence,),
    posts.PostEdited: (house_notices.tell_author_of_edit,),
    posts.PostTranslated: (house_notices.tell_author_of_translation,),
    posts.PostReacted: (house_notices.tell_author_of_reaction,),
    posts.ReminderReached: (house_notices.tell_who_wanted_to_be_reminded,),
    posts.UnmaskingAsked: (unmasking_notices.tell_of_unmasking,),
    posts.UnmaskingDecided: (unmasking_notices.tell_of_decision,),
    posts.PollExpired: (polls.close_expired,),
    posts.PollClosed: (house_notices.tell_of_closed_poll,),
    people.ResetAsked: (account_mail.mail_reset_link,),
    people.PasswordChanged: (account_mail.mail_of_new_password,),
    mails.MailStopped: (mail_notices.tell_of_stopped_mail,),
    people.Applied: (account_mail.mail_confirmation_link,),
    people.KnownPersonApplied: (account_mail.mail_known_person,),
    people.AddressConfirmed: (account_notices.tell_core_team_of_application,),
    people.ApplicationDecided: (account_mail.mail_decision,),
    people.PersonInvited: (account_mail.mail_invitation,),
    people.LetterWritten: (account_notices.tell_core_team_of_letter,),
    people.RoleProposed: (role_notices.tell_core_team_of_proposal,),
    people.RoleDecided: (role_notices.tell_of_decided_role,),
    people.RoleChanged: (role_notices.tell_of_changed_role,),
    people.PersonSuspended: (account_mail.mail_of_suspension,),
    people.PersonReinstated: (account_mail.mail_of_reinstatement,),
    people.SuspensionExpired: (account_mail.end_suspension,),
    people.PersonRemoved: (role_notices.tell_of_removal,),
    people.SpaceOffered: (role_notices.tell_of_offer,),
    threads.ThreadStarted: (thread_notices.tell_of_start,),
    threads.ReplyPosted: (thread_notices.tell_of_reply,),
    threads.AnswerAccepted: (thread_notices.tell_author_of_answer,),
    threads.ThreadMoved: (tending_notices.tell_of_moved_thread,),
    threads.ThreadSplit: (tending_notices.tell_of_split,),
    threads.ThreadMerged: (tending_notices.tell_of_merger,),
    threads.ThreadTimerSet: (timers.ring,),
    threads.ThreadReminderRung: (tending_notices.tell_of_reminder,),
    threads.WindowOpened: (synopsis_windows.end_window_when_due,),
    threads.ContributionsEnded: (synopsis_notices.tell_of_contributions,),
    threads.ConfirmationAsked: (synopsis_notices.tell_contributors_of_draft,),
    threads.ConfirmationTimePassed: (synopsis_notices.tell_of_passed_time,),
    threads.SynopsisPublished: (synopsis_notices.tell_of_published_reply,),
    received.MailedReplyRefused: (letters.mail_refusal,),
    received.MailedFilesLeft: (letters.mail_of_files,),
    imported.WritingFound: (import_notices.tell_of_writing,),
    modules.RemarkPosted: (module_notices.tell_of_remark,),
    workshops.SeatTaken: (workshop_notices.tell_of_seat,),
    workshops.WaitingListJoined: (workshop_notices.tell_of_waiting,),
    workshops.SeatOffered: (workshop_notices.tell_of_offer,),
    workshops.OfferExpired: (seats.pass_on,),
    workshops.OfferForfeited: (workshop_notices.tell_of_passing_on,),
    workshops.WorkshopChanged: (workshop_notices.tell_of_change,),
    workshops.WorkshopCancelled: (workshop_notices.tell_of_cancelling,),
    workshops.VotingOpened: (workshop_notices.tell_of_voting,),
    workshops.NotesWritten: (workshop_notices.tell_of_notes,),
    knowledge.PracticeSubmitted: (knowledge_notices.tell_reviewers,),
    knowledge.PracticeReviewed: (knowledge_notices.tell_of_review,),
    knowledge.PracticeVerified: (knowledge_notices.tell_of_verification,),
    knowledge.ClauseCommented: (knowledge_notices.tell_of_comment,),
    knowledge.GuidelineAdopted: (knowledge_notices.tell_of_adoption,),
    cases.CaseMoved: (case_notices.tell_of_move,),
    cases.ExpertProposed: (case_notices.tell_of_proposal,),
    cases.ReviewerInvited: (case_notices.tell_reviewer,),
    cases.ReviewerAnswered: (case_notices.tell_of_reviewer,),
    cases.SignerNamed: (case_notices.tell_signer,),
    cases.TierTightened: (case_notices.tell_of_tier,),
}

WORDS: tuple[Words, ...] = (
    house_notices.WORDS,
    space_notices.WORDS,
    account_notices.WORDS,
    role_notices.WORDS,
    mail_notices.WORDS,
    unmasking_notices.WORDS,
    thread_notices.WORDS,
    tending_notices.WORDS,
    synopsis_notices.WORDS,
    import_notices.WORDS,
    module_notices.WORDS,
    workshop_notices.WORDS,
    case_notices.WORDS,
    knowledge_notices.WORDS,
)

QUIET_ROOMS = (case_models.ROOM,)  # mail bears a case's reference, never a word of it
