"""What a module was while it was a draft stays its writer's."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.models import Post
from hrcn_community.core.db import db
from hrcn_community.learning.actions.modules import publish_module, write_module
from hrcn_community.learning.models import Module
from tests.learning.lessons import a_manuscript


def test_nobody_reads_in_its_history_what_a_draft_said(world, cast, public):
    world.do(lambda: write_module(a_manuscript(), by=viewer_of(cast.dalia.id)).id)
    post = next(p for p in world.rows(Post) if "whoever" in p.source)
    assert public.sees(f"/posts/{post.ref}") == cast.eve.browser.sees(f"/posts/{post.ref}") == 404
    dalia = cast.dalia.browser
    for revision, words in ((1, "Mr Zaunkoenig teaches it."), (2, "An expert teaches it.")):
        answer = dalia.post(f"/posts/{post.ref}/edit", body=words, revision=revision, reason="So.")
        assert answer.status_code == 303
    world.do(lambda: _publish(cast.dalia.id))
    assert "An expert" in public.page("/modules/doors")
    for browser in (public, cast.eve.browser):
        page = browser.page(f"/posts/{post.ref}/history")
        assert "An expert teaches it." in page
        assert "Zaunkoenig" not in page
        assert "So." not in page
    assert "Zaunkoenig" in dalia.page(f"/posts/{post.ref}/history")


def _publish(person_id: int) -> None:
    module = db.session.scalars(select(Module).options(joinedload(Module.front))).one()
    publish_module(module, by=viewer_of(person_id))
