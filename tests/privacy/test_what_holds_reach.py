"""What a legal hold reaches: what was taken out of posts, and what was written under a pseudonym."""

from datetime import timedelta

from hrcn_community.conversations.models import LetGoFile, Post, StoredFile
from hrcn_community.core import clock
from hrcn_community.privacy.holds import held
from hrcn_community.privacy.keeping_models import Hold
from hrcn_community.worker import clear_away_what_is_free
from tests.attachments.sending import add, picture, reply_with
from tests.browsing import follow
from tests.discussions.masks import a_masking_space, people_named_in, persona_in, reply_masked
from tests.factories import CONFIDENTIAL
from tests.privacy.test_holds import NOW, set_one


def test_what_is_taken_out_of_posts_stays_for_the_law_and_nobody_is_shown_it(
    app, world, cast, worker
):
    """Of the held person, under a pseudonym as well; of others it goes."""
    space = a_masking_space(world, cast.amina, cast.ben, facilitator=cast.chandra)
    thread, other = world.thread(space, cast.ben), world.thread(world.space(), cast.ben)
    set_one(cast.cleo.browser, person="amina", silent_because="Section 9 of the act.")
    worker()
    masked, plain, others = (
        _taken_out(world, who, where, colour, **more)
        for who, where, colour, more in (
            (cast.amina, thread, "red", {"mask": "1"}),
            (cast.amina, other, "green", {}),
            (cast.ben, other, "blue", {}),
        )
    )
    for days in (0, 40):
        with app.app_context(), clock.at(NOW + timedelta(days=days, hours=2)):
            clear_away_what_is_free()
    kept = {row.owner_id for row in world.rows(LetGoFile)}
    assert kept == {cast.amina.id, persona_in(world, space).id}
    assert len(world.rows(StoredFile)) == 2
    for somebody in (cast.amina, cast.ben, cast.chandra, cast.cleo):
        for ref in (masked, plain, others):
            assert somebody.browser.sees(f"/files/{ref}") == 404
    [hold] = world.rows(Hold)
    shown = cast.cleo.browser.page(f"/admin/holds/{hold.ref}") + cast.cleo.browser.page("/admin")
    assert persona_in(world, space).name not in shown


def test_nothing_in_the_database_says_whose_pseudonym_a_hold_met(world, cast, worker):
    """A hold on her and one on him leave the same rows, but for whom they name."""
    space = a_masking_space(world, cast.amina, cast.ben)
    thread = world.thread(space, cast.ben)
    reply_masked(cast.amina, thread)
    mask = persona_in(world, space)
    worker()
    before = people_named_in(world)
    set_one(cast.cleo.browser, person="amina")
    world.ask(clear_away_what_is_free)
    worker()
    together = [
        (table, named)
        for table, named in people_named_in(world)
        if mask.id in named and (table, named) not in before
    ]
    assert together == []
    met = world.ask(lambda: (held(mask.id), held(cast.ben.id)))
    assert met == (True, False)


def test_a_space_that_is_held_keeps_what_is_taken_out_of_its_posts(world, cast, worker):
    space = world.space(CONFIDENTIAL, "Kanari", facilitator=cast.chandra, member=cast.amina)
    thread = world.thread(space, cast.chandra)
    set_one(cast.cleo.browser, address=f"/spaces/{space.slug}")
    _taken_out(world, cast.amina, thread, "red")
    world.ask(clear_away_what_is_free)
    assert [row.owner_id for row in world.rows(LetGoFile)] == [cast.amina.id]
    cast.cleo.browser.post(f"/admin/holds/{world.rows(Hold)[0].ref}/end", reason="Over.")
    world.ask(clear_away_what_is_free)
    assert world.rows(LetGoFile) == []


def _taken_out(world, who, thread, colour: str, **more: str) -> str:
    """Reply with a file, take it out again, and return what it was called in addresses."""
    ref = add(who.browser, picture(colour))
    answer = reply_with(who, thread, ref, body=f"The {colour} plan.", **more)
    assert answer.status_code == 303, answer.text[:3000]
    post = world.rows(Post)[-1]
    form = {"body": f"The {colour} plan.", "revision": post.revision, "language": "en"}
    form |= {"files": [ref], "drop": [ref]}
    follow(who.browser, who.browser.post(f"/posts/{post.ref}/edit", form))
    return ref
