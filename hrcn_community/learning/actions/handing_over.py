"""Modules that somebody began to write and that are not published."""

from collections.abc import Sequence

from sqlalchemy import select

from hrcn_community.conversations.models import Conversation
from hrcn_community.core.db import db
from hrcn_community.core.words import _l
from hrcn_community.learning.models import Module
from hrcn_community.privacy.handing_over import Duties, Duty

KIND = "module"


def _drafted(person_id: int) -> Sequence[Duty]:
    rows = db.session.execute(
        select(Module.id, Module.slug, Conversation.title)
        .join(Conversation, Conversation.id == Module.front_id)
        .where(Module.author_id == person_id, Module.published_at.is_(None))
        .order_by(Module.id)
    )
    stays = {"can_be_offered": False, "is_owed": False}
    return [Duty(KIND, row.id, row.title, f"/modules/{row.slug}", **stays) for row in rows]


DRAFTED = Duties(KIND, _l("A module that you began to write"), _drafted, covers=(Module.author_id,))
