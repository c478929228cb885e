"""What follows. Each event, and what is done about it, in order."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from hrcn_community.accounts import events as people
from hrcn_community.accounts import standing_events as standing
from hrcn_community.attachments import sealing
from hrcn_community.consultations import following as experts
from hrcn_community.consultations import models as case_models
from hrcn_community.consultations import notices as case_notices
from hrcn_community.consultations import owned as case_owned
from hrcn_community.consultations.actions import desk
from hrcn_community.consultations.actions import handing_over as cases_handed
from hrcn_community.consultations.actions import keeping as cases_kept
from hrcn_community.consultations.queries.people import excluded_from
from hrcn_community.conversations import events as posts
from hrcn_community.conversations.actions import polls
from hrcn_community.core.events import Entry, Event
from hrcn_community.discussions import events as threads
from hrcn_community.discussions import notices as thread_notices
from hrcn_community.discussions import owned as thread_owned
from hrcn_community.discussions import synopsis_notices, tending_notices
from hrcn_community.discussions.actions import handing_over as threads_handed
from hrcn_community.discussions.actions import released, synopsis_windows, timers
from hrcn_community.importing import events as imported
from hrcn_community.importing import notices as import_notices
from hrcn_community.importing import owned as import_owned
from hrcn_community.knowledge import events as knowledge
from hrcn_community.knowledge import notices as knowledge_notices
from hrcn_community.knowledge import owned as knowledge_owned
from hrcn_community.knowledge.actions import handing_over as knowledge_handed
from hrcn_community.learning import events as modules
from hrcn_community.learning import notices as module_notices
from hrcn_community.learning import owned as module_owned
from hrcn_community.learning.actions import attempts
from hrcn_community.learning.actions import handing_over as modules_handed
from hrcn_community.moderation import events as notices
from hrcn_community.moderation import notices as moderation_notices
from hrcn_community.moderation import owned as moderation_owned
from hrcn_community.moderation.actions import handing_over as matters_handed
from hrcn_community.moderation.actions import measures
from hrcn_community.moderation.keeping import KEPT_OF_MODERATION
from hrcn_community.notifications import (
    account_mail,
    account_notices,
    mail_notices,
    role_notices,
    space_notices,
    unmasking_notices,
    watch_notices,
)
from hrcn_community.notifications import events as mails
from hrcn_community.notifications import notices as house_notices
from hrcn_community.notifications.topics import Words
from hrcn_community.privacy import events as privacy
from hrcn_community.privacy import (
    handing_people,
    handing_spaces,
    house_owned,
    keeping_notices,
    last_letter,
)
from hrcn_community.privacy import keeping_events as keeping
from hrcn_community.privacy import notices as privacy_notices
from hrcn_community.privacy.actions import departing, exporting, index, ledger, steps
from hrcn_community.privacy.handing_over import Duties
from hrcn_community.privacy.keeping_rules import KEPT
from hrcn_community.privacy.owned import Owned
from hrcn_community.privacy.retention import Keeping
from hrcn_community.receiving import events as received
from hrcn_community.receiving import letters, originals
from hrcn_community.receiving import owned as mail_owned
from hrcn_community.workshops import events as workshops
from hrcn_community.workshops import notices as workshop_notices
from hrcn_community.workshops import owned as workshop_owned
from hrcn_community.workshops.actions import handing_over as workshops_handed
from hrcn_community.workshops.actions import rosters, seats

Reaction = Callable[[Any, Entry], None]

REACTIONS: Mapping[type[Event], tuple[Reaction, ...]] = {
    people.SignedIn: (import_notices.offer_writing,),
    people.SpaceAsked: (house_notices.tell_facilitators_of_request,),
    people.SpaceJoined: (house_notices.tell_of_admission,),
    people.SpaceLeft: (desk.let_triager_go,),
    people.FacilitatorAppointed: (space_notices.tell_of_appointment,),
    people.FacilitatorReleased: (space_notices.tell_of_standing_down,),
    people.RequestDeclined: (house_notices.tell_of_declining,),
    posts.SealedAnew: (sealing.forget_what_was_before,),
    posts.PostHeld: (space_notices.tell_facilitators_of_held,),
    posts.PostReleased: (released.tell_as_new, space_notices.tell_author_of_release),
    posts.PostRefused: (space_notices.tell_author_of_refusal,),
    posts.PostHidden: (synopsis_notices.tell_of_unsourced_sentence,),
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
    posts.PostAutomaticallyHeld: (watch_notices.tell_author_of_rule,),
    posts.WatchedWordWritten: (watch_notices.tell_of_watched_word,),
    posts.NoteWritten: (watch_notices.tell_of_note,),
    people.ResetAsked: (account_mail.mail_reset_link,),
    people.PasswordChanged: (account_mail.mail_of_new_password,),
    people.NewBrowserUsed: (account_mail.mail_of_new_browser, account_notices.note_new_browser),
    people.TwoStepChanged: (account_mail.mail_of_two_step,),
    people.IdentityLinked: (account_mail.mail_of_link,),
    people.IdentityUnlinked: (account_mail.mail_of_link,),
    people.AddressChangeAsked: (account_mail.mail_address_links,),
    people.AddressChanged: (account_mail.mail_of_changed_address,),
    mails.MailStopped: (mail_notices.tell_of_stopped_mail,),
    people.Applied: (account_mail.mail_confirmation_link,),
    people.KnownPersonApplied: (account_mail.mail_known_person,),
    people.AddressConfirmed: (account_notices.tell_core_team_of_application,),
    people.ApplicationDecided: (account_mail.mail_decision,),
    people.PersonInvited: (account_mail.mail_invitation,),
    people.LetterWritten: (account_notices.tell_core_team_of_letter,),
    standing.RoleProposed: (role_notices.tell_core_team_of_proposal,),
    standing.RoleDecided: (role_notices.tell_of_decided_role,),
    standing.RoleChanged: (role_notices.tell_of_changed_role,),
    standing.PersonSuspended: (account_mail.mail_of_suspension,),
    standing.PersonReinstated: (account_mail.mail_of_reinstatement,),
    standing.SuspensionExpired: (account_mail.end_suspension,),
    standing.PersonRemoved: (role_notices.tell_of_removal,),
    standing.SpaceOffered: (role_notices.tell_of_offer,),
    standing.AffiliationAsked: (role_notices.tell_who_keeps_the_register,),
    standing.AffiliationAnswered: (role_notices.tell_of_answered_day,),
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
    **experts.REACTIONS,
    privacy.ExportAsked: (exporting.make_archive,),
    privacy.ExportMade: (privacy_notices.tell_of_archive,),
    privacy.ExportExpired: (exporting.let_archive_go,),
    privacy.ErasureAsked: (last_letter.mail_of_leaving, ledger.note_wish, departing.show_anew),
    privacy.ErasureTakenBack: (ledger.note_return, departing.show_anew),
    privacy.ErasureReached: (steps.carry_on,),
    privacy.NamingDecided: (index.tidy_after_the_last,),
    privacy.ErasureEnded: (privacy_notices.tell_who_looks_at_names,),
    keeping.PagePublished: (keeping_notices.tell_of_page,),
    keeping.RemovalWarned: (keeping_notices.tell_of_removal,),
    keeping.HandoverMade: (keeping_notices.tell_of_offer,),
    keeping.HandoverTaken: (keeping_notices.tell_of_taking,),
    keeping.HandoverDeclined: (keeping_notices.tell_of_refusal,),
    keeping.HoldSet: (keeping_notices.tell_of_hold,),
    keeping.HoldEnded: (keeping_notices.tell_of_end_of_hold,),
    notices.NoticeFiled: (moderation_notices.tell_of_notice,),
    notices.MatterOpened: (moderation_notices.tell_of_reading,),
    notices.MatterDecided: (moderation_notices.tell_of_matter,),
    notices.DecisionReverted: (moderation_notices.tell_of_undoing,),
    notices.SanctionEnded: (measures.end_when_due,),
    notices.AppealFiled: (moderation_notices.tell_of_appeal,),
    notices.AppealDecided: (moderation_notices.tell_of_outcome,),
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
    experts.WORDS,
    knowledge_notices.WORDS,
    watch_notices.WORDS,
    privacy_notices.WORDS,
    keeping_notices.WORDS,
    moderation_notices.WORDS,
)
QUIET_ROOMS = (case_models.ROOM,)  # mail bears a case's reference, never a word of it

OWNED: Mapping[str, Owned] = {
    "house": house_owned.OWNED,
    "moderation": moderation_owned.OWNED,
    "discussions": thread_owned.OWNED,
    "learning": module_owned.OWNED,
    "workshops": workshop_owned.OWNED,
    "consultations": case_owned.OWNED,
    "knowledge": knowledge_owned.OWNED,
    "importing": import_owned.OWNED,
    "receiving": mail_owned.OWNED,
}
# How long things are kept: the commons' rules, then the rooms' own.
RETENTION: tuple[Keeping, ...] = (
    *KEPT,
    *KEPT_OF_MODERATION,
    originals.KEEPING,
    rosters.KEEPING,
    attempts.KEEPING,
    *cases_kept.keepings(),
)
# What can hang at one person alone, and must be handed on before they go.
HANDOVER: tuple[Duties, ...] = (
    *handing_spaces.DUTIES,
    *handing_people.DUTIES,
    *matters_handed.duties(excluded_from),
    threads_handed.TIMERS,
    workshops_handed.HOSTED,
    *cases_handed.DUTIES,
    modules_handed.DRAFTED,
    *knowledge_handed.DUTIES,
)
# What is done, in order, once a backup was brought back and before anybody may come in.
RESTORED: tuple[Callable[[datetime], None], ...] = (ledger.erase_again, exporting.forget_archives)
