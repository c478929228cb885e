"""What the house keeps of a person's account and of what they wrote, chapter by chapter.

Of a post that others wrote on, somebody takes along the versions that are their own.
"""

from sqlalchemy import and_, case

from hrcn_community.accounts.models import (
    Application,
    Invitation,
    Letter,
    MailedToken,
    Membership,
    Person,
    PersonTerm,
    SentForm,
    SignIn,
    SpaceRequest,
)
from hrcn_community.conversations.models import (
    Attachment,
    Conversation,
    Draft,
    Note,
    Poll,
    Post,
    PostReaction,
    Revision,
)
from hrcn_community.core.words import _l
from hrcn_community.privacy.chapters import Chapter
from hrcn_community.privacy.models import Export
from hrcn_community.register.models import City, Organisation, Term
from hrcn_community.spaces.models import Space

P = Person
SHOWN = tuple(
    getattr(P, column.key) for column in P.__table__.columns if column.key.startswith("shows_")
)

ACCOUNT = (
    Chapter(
        "person",
        _l("Profile and settings"),
        P.id,
        (
            P.name,
            P.handle,
            P.email,
            P.headline,
            P.bio,
            P.languages,
            P.locale,
            P.timezone,
            P.theme,
            P.site_role,
            P.joined_at,
            P.two_step_since,
            P.silences,
            P.has_public_page,
            *SHOWN,
            City.name.label("city"),
            Organisation.name.label("organisation"),
        ),
        ((City, City.id == P.city_id), (Organisation, Organisation.id == P.organisation_id)),
    ),
    Chapter(
        "person_terms",
        _l("What you know about"),
        PersonTerm.person_id,
        (PersonTerm.term_id, Term.slug),
        ((Term, Term.id == PersonTerm.term_id),),
    ),
    Chapter(
        "memberships",
        _l("Spaces"),
        Membership.person_id,
        (Membership.role, Membership.since),
        at=(Space, Membership.space_id),
    ),
    Chapter(
        "space_requests",
        _l("Spaces that you asked to be let into"),
        SpaceRequest.person_id,
        (SpaceRequest.reason, SpaceRequest.asked_at),
        at=(Space, SpaceRequest.space_id),
    ),
    Chapter(
        "sign_ins",
        _l("Signed in"),
        SignIn.person_id,
        (SignIn.browser, SignIn.created_at, SignIn.last_seen_at, SignIn.ended_at),
    ),
    Chapter(
        "mailed_tokens",
        _l("Links that were mailed to you"),
        MailedToken.person_id,
        (MailedToken.purpose, MailedToken.email, MailedToken.expires_at, MailedToken.used_at),
    ),
    Chapter(
        "applications",
        _l("How you asked to join, and what was decided"),
        Application.person_id,
        (
            Application.statement,
            Application.privacy_accepted_at,
            Application.decided_at,
            Application.reason,
        ),
    ),
    Chapter(
        "invitations",
        _l("Invitations that you sent"),
        Invitation.invited_by_id,
        (
            Invitation.email,
            Invitation.site_role,
            Invitation.invited_at,
            Invitation.expires_at,
            Invitation.used_at,
            Invitation.revoked_at,
        ),
    ),
    Chapter(
        "letters",
        _l("Letters to the core team"),
        Letter.person_id,
        (Letter.topic, Letter.email, Letter.body, Letter.written_at, Letter.answered_at),
    ),
    Chapter(
        "sent_forms",
        _l("Forms that you sent lately"),
        SentForm.person_id,
        (SentForm.address, SentForm.sent_at),
    ),
    Chapter(
        "exports",
        _l("Archives"),
        Export.person_id,
        (Export.asked_at, Export.expires_at, Export.size),
    ),
)

WRITTEN = (
    Chapter(
        "posts",
        _l("What you wrote"),
        Post.author_id,
        (
            Post.ref,
            Post.state,
            Post.language,
            case((Revision.written_by_id == Post.author_id, Post.source)).label("source"),
            Post.created_at,
            Post.edited_at,
            Post.taken_back_reason,
        ),
        ((Revision, and_(Revision.post_id == Post.id, Revision.number == Post.revision)),),
        at=(Conversation, Post.conversation_id),
    ),
    Chapter(
        "revisions",
        _l("Versions of what you wrote"),
        Revision.written_by_id,
        (Revision.number, Post.ref, Revision.source, Revision.written_at, Revision.reason),
        at=(Post, Revision.post_id),
    ),
    Chapter(
        "attachments",
        _l("Files"),
        Attachment.owner_id,
        (Attachment.ref, Attachment.name, Attachment.description, Attachment.added_at),
        at=(Post, Attachment.post_id),
    ),
    Chapter(
        "conversations",
        _l("What you began"),
        Conversation.started_by_id,
        (Conversation.started_at,),
        at=(Conversation, Conversation.id),
        there=(Conversation.title,),
    ),
    Chapter(
        "drafts",
        _l("Drafts"),
        Draft.person_id,
        (Draft.fields, Draft.saved_at),
        at=(Space, Draft.space_id),
    ),
    Chapter(
        "polls",
        _l("What you asked in polls"),
        Post.author_id,
        (Poll.question, Poll.kind, Poll.closed_at),
        ((Post, Post.id == Poll.post_id),),
        at=(Conversation, Post.conversation_id),
    ),
    Chapter(
        "notes",
        _l("Notes for those who facilitate"),
        Note.author_id,
        (Note.text, Note.written_at),
        at=(Post, Note.post_id),
    ),
    Chapter(
        "post_reactions",
        _l("Reactions"),
        PostReaction.person_id,
        (PostReaction.kind, PostReaction.reacted_at),
        at=(Post, PostReaction.post_id),
    ),
)
