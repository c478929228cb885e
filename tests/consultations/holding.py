"""A file at a post of a case, and the address that it has for somebody, whether they may open it or not."""

from sqlalchemy import func, select

from hrcn_community.accounts.models import SignIn
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.attachments.links import file_token
from hrcn_community.conversations.models import Attachment
from hrcn_community.core.db import db
from tests.attachments.sending import add


def hang_file(world, who, post_id) -> str:
    """Hang a file of `who` at a post, as the case's own, and return its ref."""
    ref = add(who.browser)

    def hang() -> None:
        file = db.session.query(Attachment).filter_by(ref=ref).one()
        file.post_id, file.owner_id = post_id, None

    world.do(hang)
    return ref


def link_for(world, who, ref) -> str:
    """Return the address of a file that the house would give `who` in this browser."""
    who.browser.page("/")

    def token() -> str:
        viewer = viewer_of(who.id)
        latest = select(func.max(SignIn.id)).where(SignIn.person_id == who.id)
        object.__setattr__(viewer, "sign_in_id", db.session.scalar(latest))
        return file_token(ref, viewer)

    return f"/files/{world.ask(token)}"
