"""What no rule for all tables can do, when somebody is erased, in the house itself."""

from sqlalchemy import delete, or_, select

from hrcn_community.accounts.models import Distance, Person
from hrcn_community.accounts.showing import open_to_members
from hrcn_community.conversations.models import (
    Attachment,
    Poll,
    PollChoice,
    Post,
    PostState,
    TrailEntry,
)
from hrcn_community.core.db import db
from hrcn_community.core.house import HouseWord, forget_house
from hrcn_community.privacy.keeping_models import RetentionWarning
from hrcn_community.privacy.keeping_people import ACCOUNTS
from hrcn_community.privacy.owned import Leaver, Owned


def forget(leaver: Leaver) -> None:
    """Forget who kept their distance from them, that they were warned, and that mail comes to them."""
    either = or_(Distance.person_id == leaver.id, Distance.other_id == leaver.id)
    db.session.execute(delete(Distance).where(either))
    warned = RetentionWarning.mark.startswith(f"{leaver.id} ", autoescape=True)
    db.session.execute(delete(RetentionWarning).where(RetentionWarning.rule == ACCOUNTS, warned))
    contact = db.session.get(HouseWord, "contact")
    if contact and str(contact.value).casefold() == leaver.email:
        db.session.delete(contact)
        db.session.flush()
        forget_house()


# A profile shows each part only as far as its owner lets it; what is not hung up yet is its owner's alone;
# why a post was hidden stays, when it moves, with those for whom that was said.
HIDDEN_PARTS = or_(*(~open_to_members(part) for part in ("headline", "bio")))
UNSHOWN = select(Post.id).where(Post.state.not_in([PostState.PUBLISHED, PostState.HIDDEN]))
UNHUNG = or_(Attachment.post_id.is_(None), Attachment.post_id.in_(UNSHOWN))

OWNED = Owned(
    forget=forget,
    apart={
        "people": select(Person.id).where(HIDDEN_PARTS),
        "attachments": select(Attachment.id).where(UNHUNG),
        "polls": select(Poll.id).where(Poll.post_id.in_(UNSHOWN)),
        "poll_choices": select(PollChoice.id).join(Poll).where(Poll.post_id.in_(UNSHOWN)),
        "trail_entries": select(TrailEntry.id).where(TrailEntry.from_space_id.is_not(None)),
    },
)
