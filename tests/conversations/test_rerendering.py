"""A newer rendering reaches the posts that stand already, and their history."""

from sqlalchemy import update

from hrcn_community.conversations.models import Post, Revision
from hrcn_community.core.db import db
from hrcn_community.worker import render_anew


def test_old_posts_are_rendered_anew_and_new_ones_are_left_alone(app, world, cast):
    thread = world.thread(world.space(), cast.amina, body="# An *old* heading")
    _make_old(world, Post)
    _make_old(world, Revision)
    with app.app_context():
        assert render_anew()
        assert not render_anew()
    page = cast.ben.browser.page(thread.address)
    assert "<h3>An <em>old</em> heading</h3>" in page
    assert "<em>old</em>" in world.rows(Revision)[0].html


def test_a_text_that_a_newer_bound_refuses_keeps_what_is_safe_of_it(app, world, cast):
    thread = world.thread(world.space(), cast.amina)
    source = "[" * 2000
    world.do(lambda: db.session.execute(update(Post).values(source=source)))
    _make_old(world, Post, html="<p>As it was</p><script>alert(1)</script>")
    with app.app_context():
        assert render_anew()
    page = cast.ben.browser.page(thread.address)
    assert "As it was" in page
    assert "alert(1)" not in page


def _make_old(world, model, html="<h2>stale</h2>"):
    values = {"html": html} | ({"rendered_with": 0} if model is Post else {})
    world.do(lambda: db.session.execute(update(model).values(**values)))
