"""Notices about what stands in a case: who reads them alone, and that their words are kept as the case is."""

from hrcn_community.accounts.models import Person, Standing
from hrcn_community.conversations.models import Post
from hrcn_community.core.db import db
from hrcn_community.moderation.models import Matter
from hrcn_community.privacy.keeping_models import Handover
from hrcn_community.privacy.retention_chore import ask_successors
from tests.moderation.noticing import WHY, give_notice


def _notice_of_the_question(world, cast, story):
    [post] = world.rows(Post, conversation_id=story.case.conversation_id)[:1]
    answer = give_notice(cast.omar.browser, f"/posts/{post.ref}", passage="papers")
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def test_nobody_whom_the_asker_keeps_from_a_case_reads_of_it_by_office(world, cast, story):
    first, *others = sorted((cast.cleo, cast.tomas, cast.ines), key=lambda each: each.id)
    story.ask(exclude=first.handle)
    _notice_of_the_question(world, cast, story)
    [matter] = world.rows(Matter)
    assert matter.reader_id in {each.id for each in others}
    [last] = [each for each in others if each.id != matter.reader_id]
    world.do(lambda: _suspend(matter.reader_id))
    world.ask(ask_successors)
    assert {made.to_id for made in world.rows(Handover)} == {last.id}
    world.do(lambda: _suspend(last.id))
    world.ask(ask_successors)
    assert first.id not in {made.to_id for made in world.rows(Handover)}


def _suspend(person_id) -> None:
    db.session.get_one(Person, person_id).standing = Standing.SUSPENDED


def test_the_words_of_a_notice_from_a_sealed_case_open_to_who_proved_anew(world, cast, story):
    story.ask(tier="sealed")
    receipt, omar = _notice_of_the_question(world, cast, story), cast.omar.browser
    answer = omar.get(receipt)
    assert (answer.status_code, WHY in answer.text) == (303, False)
    assert "/settings/step-up" in answer.headers["Location"]
    omar.step_up()
    assert WHY in omar.page(receipt)


def test_at_its_mailed_address_no_word_stands_of_what_was_sealed_since(cast, world, story, public):
    story.ask(tier="open")
    [post] = world.rows(Post, conversation_id=story.case.conversation_id)[:1]
    given = give_notice(public, f"/posts/{post.ref}", email="nora@example.org", passage="papers")
    assert (given.status_code, given.headers["Location"].count("/")) == (303, 4)
    assert WHY in public.page(given.headers["Location"])
    story.done(cast.omar, "tier", tier="sealed")
    page = public.page(given.headers["Location"])
    assert (WHY in page, "papers" in page) == (False, False)
