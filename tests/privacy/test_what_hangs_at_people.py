"""Whatever makes somebody responsible can be handed on: by them, and by the house where they are gone."""

from sqlalchemy import update

from hrcn_community.accounts.models import Person, RoleProposal, SiteRole, SpaceRole
from hrcn_community.accounts.ties import Tie
from hrcn_community.conversations.models import Post
from hrcn_community.core.db import Base, db
from hrcn_community.discussions.models import ThreadTimer
from hrcn_community.knowledge.models import Guideline, Practice
from hrcn_community.moderation.models import Matter
from hrcn_community.privacy.keeping_models import Handover
from hrcn_community.privacy.retention_chore import ask_successors
from hrcn_community.reactions import HANDOVER
from tests.browsing import follow
from tests.counting import count_queries
from tests.discussions.tending import sent
from tests.discussions.test_timers import form as timer_form
from tests.factories import CONFIDENTIAL, PUBLIC
from tests.knowledge.telling import a_guideline, a_practice, reviewed
from tests.moderation.noticing import address_of, give_notice
from tests.racing import at_once

MINE, HOUSE = "/settings/handover", "/admin/handovers"

# Columns that bear somebody who did something once, or wrote it, and of whom nothing more is expected.
# Whoever adds a column decides: it stands here, or a room's duties cover it.
DONE_ONCE = {
    "adopted_clauses.adopted_by_id",
    "applications.decided_by_id",
    "attachments.owner_id",
    "case_exclusions.person_id",
    "case_invitations.confirmed_by_id",
    "case_invitations.person_id",  # the lead asks another when there is no answer
    "case_groups.rapporteur_id",  # the next of those who answer together is, once they step back
    "case_invitations.proposed_by_id",
    "case_version_people.person_id",
    "case_consents.person_id",
    "case_publication_editors.person_id",
    "case_publication_kept.decided_by_id",
    "case_publications.proposed_by_id",
    "case_publications.signed_by_id",
    "case_words.person_id",
    "content_notices.notifier_id",
    "conversations.last_author_id",
    "conversations.started_by_id",
    "distances.other_id",
    "guidelines.adopted_by_id",
    "handovers.from_id",
    "handovers.to_id",
    "holds.ended_by_id",
    "holds.person_id",
    "holds.set_by_id",  # any other one of the core team ends it
    "let_go_files.owner_id",
    "invitations.invited_by_id",  # opens nothing once whoever invited is gone
    "moderation_appeals.appellant_id",
    "moderation_appeals.decided_by_id",
    "moderation_decisions.decided_by_id",
    "moderation_decisions.person_id",
    "moderation_log.actor_id",
    "moderation_matters.claimed_by_id",  # a claim ends by itself after two days
    "moderation_matters.person_id",
    "moderation_matters.shut_out_id",
    "modules.published_by_id",
    "namings.decided_by_id",
    "notes.author_id",
    "notices.actor_id",
    "page_versions.published_by_id",
    "poll_votes.person_id",
    "posts.author_id",
    "posts.taken_back_by_id",
    "practices.verified_by_id",
    "read_log.person_id",
    "retention_periods.changed_by_id",
    "revisions.written_by_id",
    "role_proposals.decided_by_id",
    "role_proposals.seconded_by_id",
    "space_removals.removed_by_id",
    "suspensions.by_id",
    "suspensions.ended_by_id",
    "synopses.drafted_by_id",  # whoever facilitates goes on with the draft
    "threads.author_id",
    "trail_entries.actor_id",
    "unmaskings.asked_by_id",
    "unmaskings.decided_by_id",
    "unmaskings.persona_id",
    "watched_words.added_by_id",
}
# Roles at which nothing hangs. A triager is one by the desk, a space that is handed on.
CARRY_NOTHING = [
    *(SpaceRole.MEMBER, SpaceRole.ASKER, SpaceRole.TRIAGER),
    *(SiteRole.PRACTITIONER, SiteRole.ADVISOR, SiteRole.ADMINISTRATOR),
]


def suspend(world, person) -> None:
    gone = update(Person).where(Person.id == person.id).values(standing="suspended")
    world.do(lambda: db.session.execute(gone))


def offered_and_taken(world, giver, kind, subject, taker) -> None:
    answer = giver.browser.post(f"{MINE}/{kind}/{subject}", to=taker.handle)
    assert answer.status_code == 303, answer.text
    made = world.rows(Handover)[-1]
    follow(taker.browser, taker.browser.post(f"{MINE}/offers/{made.ref}/acceptance"))


def test_every_column_that_makes_somebody_responsible_is_in_a_handover():
    covered = {
        str(each.property.columns[0]) for d in HANDOVER for each in d.covers if is_column(each)
    }
    bearing = {
        str(column)
        for table in Base.metadata.tables.values()
        for column in table.columns
        for foreign in column.foreign_keys
        if foreign.target_fullname == "people.id" and column.info["tie"] != Tie.OWN
    }
    assert bearing - covered - DONE_ONCE == set()
    assert (covered | DONE_ONCE) - bearing == set()
    assert covered & DONE_ONCE == set()


def test_every_role_that_makes_somebody_responsible_is_in_a_handover():
    covered = [each for duties in HANDOVER for each in duties.covers if not is_column(each)]
    assert [role for role in (*SpaceRole, *SiteRole) if not _is_in(role, covered)] == CARRY_NOTHING


def _is_in(role, covered) -> bool:
    """Compare the kind as well: an advisor of the house and one of a case have the same word."""
    return any(type(each) is type(role) and each == role for each in covered)


def is_column(each) -> bool:
    return not isinstance(each, SpaceRole | SiteRole)


def test_a_practice_is_answered_for_by_another_who_did_not_review_it(world, cast):
    _ = cast.dalia, cast.cleo
    told = a_practice(world, cast.amina, "Open meetings")
    [practice] = world.rows(Practice)
    reviewed(world, told, cast.dalia, is_ready=False)
    amina, ben = cast.amina, cast.ben
    assert ben.browser.post(f"{MINE}/practice/{practice.id}", to="amina").status_code == 404
    refused = amina.browser.post(f"{MINE}/practice/{practice.id}", to="dalia")
    assert refused.status_code == 422
    assert 'value="dalia"' in refused.text
    assert ben.browser.sees(f"/practices/{practice.slug}") == 404
    offered_and_taken(world, amina, "practice", practice.id, ben)
    assert world.rows(Practice)[0].submitted_by_id == ben.id
    assert amina.browser.sees(f"/practices/{practice.slug}") == 404
    [post] = world.rows(Post, id=practice.summary_post_id)
    assert ben.browser.sees(f"/posts/{post.ref}/edit") == 200
    assert "I read it." in ben.browser.page(f"/practices/{practice.slug}/review")


def test_a_guideline_and_a_timer_go_to_whoever_may_do_the_same(world, cast):
    space = world.space(PUBLIC, facilitator=[cast.chandra, cast.ruth])
    thread = world.thread(space, cast.amina)
    sent(cast.chandra, thread, "timers", timer_form())
    a_guideline(world, cast.chandra)
    [timer], [guideline] = world.rows(ThreadTimer), world.rows(Guideline)
    chandra = cast.chandra.browser
    for kind, subject in (("timer", timer.id), ("guideline", guideline.id)):
        assert chandra.post(f"{MINE}/{kind}/{subject}", to="amina").status_code == 422
        offered_and_taken(world, cast.chandra, kind, subject, cast.ruth)
    assert world.rows(ThreadTimer)[0].set_by_id == cast.ruth.id
    assert world.rows(Guideline)[0].drafted_by_id == cast.ruth.id
    assert "set by Ruth" in chandra.page(f"{thread.address}/timers")


def test_a_city_is_spoken_for_by_another_only_once_the_core_team_agrees(world, cast, worker):
    omar = cast.omar
    city = world.rows(Person, id=omar.id)[0].city_id
    lena = world.person("Lena", city="Graz")
    assert omar.browser.post(f"{MINE}/city/{city}", to="amina").status_code == 422
    offered_and_taken(world, omar, "city", city, lena)
    assert world.rows(Person, id=lena.id)[0].site_role == "practitioner"
    [proposal] = world.rows(RoleProposal)
    cast.cleo.browser.step_up()
    assert "Graz" in cast.cleo.browser.page(f"/admin/roles/{proposal.ref}")
    cast.cleo.browser.post(f"/admin/roles/{proposal.ref}/confirmation")
    assert world.rows(Person, id=lena.id)[0].site_role == "official"
    worker()
    assert f"/admin/roles/{proposal.ref}" not in omar.browser.page("/notifications")


def test_a_role_is_granted_by_two_who_are_here(world, cast):
    """Whoever proposed it and was suspended counts no more, until another stands for it."""
    cleo, tomas, ines = cast.cleo, cast.tomas, cast.ines
    for person in (cleo, tomas, ines):
        person.browser.step_up()
    asked = {"role": "advisor", "reason": "She knows housing."}
    follow(cleo.browser, cleo.browser.post(f"/admin/people/{cast.amina.handle}/proposals", asked))
    [proposal] = world.rows(RoleProposal)
    suspend(world, cleo)
    where = f"{HOUSE}/role_proposal/{proposal.id}"
    assert f"/admin/roles/{proposal.ref}" in tomas.browser.page(HOUSE)
    assert tomas.browser.post(where, to="amina").status_code == 422
    tomas.browser.post(f"/admin/roles/{proposal.ref}/confirmation")
    assert world.rows(Person, id=cast.amina.id)[0].site_role == "practitioner"
    ines.browser.post(f"/admin/roles/{proposal.ref}/confirmation")
    assert world.rows(Person, id=cast.amina.id)[0].site_role == "advisor"


def test_the_core_team_sees_what_hangs_at_nobody_where_it_reads_and_hands_it_on(
    app, world, cast, public
):
    cleo, ruth = cast.cleo, cast.ruth
    space = world.space(facilitator=cast.chandra, member=[cast.amina, ruth], name="Open house")
    world.space(CONFIDENTIAL, "Kanari", facilitator=cast.chandra, member=cast.amina)
    a_guideline(world, cast.chandra, "Unfinished steps")
    where = f"{HOUSE}/space/{space.id}"
    assert cleo.browser.post(where, to="ruth").status_code == 404  # somebody runs it
    with count_queries(app) as few:
        cleo.browser.page(HOUSE)
    suspend(world, cast.chandra)
    for number in range(3):
        a_practice(world, cast.omar, f"Practice {number}")
    suspend(world, cast.omar)
    with count_queries(app) as many:
        page = cleo.browser.page(HOUSE)
    assert len(many) <= len(few) + 2, "asks for each"
    assert all(each in page for each in ("Open house", "Unfinished steps", "Practice 2", "Graz"))
    assert "Kanari" not in page
    for name in ("nobody-knows", "ben", ""):
        refused = cleo.browser.post(where, to=name)
        assert refused.status_code == 422
        assert f'value="{name}"' in refused.text
    assert ruth.browser.post(where, to="ruth").status_code == 403
    assert public.post(where, to="ruth").status_code == 401
    token = {"csrf_token": cleo.browser.form_token(), "to": "ruth", "form_token": "f" * 20}
    twice = at_once([lambda: cleo.browser.client.post(where, data=token) for _ in range(2)])
    assert {answer.status_code for answer in twice} == {303}
    [made] = world.rows(Handover)
    assert "offered to Ruth" in cleo.browser.page(HOUSE)
    follow(ruth.browser, ruth.browser.post(f"{MINE}/offers/{made.ref}/acceptance"))
    assert "Open house" not in cleo.browser.page(HOUSE)


def test_a_notice_from_a_closed_space_is_read_by_the_next_when_its_reader_is_gone(
    app, world, cast, worker
):
    cleo, tomas, ines = cast.cleo, cast.tomas, cast.ines
    space = world.space(CONFIDENTIAL, "Kanari", facilitator=cast.chandra, member=cast.amina)
    thread = world.thread(space, cast.chandra, "Kanari title", body="Kanari words")
    give_notice(cast.amina.browser, address_of(world, thread))
    [matter] = world.rows(Matter)
    reader = next(each for each in (cleo, tomas, ines) if each.id == matter.reader_id)
    suspend(world, reader)
    for _ in range(2):
        with app.app_context():
            ask_successors()
    [made] = world.rows(Handover)
    following = next(each for each in (cleo, tomas, ines) if each.id == made.to_id)
    assert following.id != reader.id
    assert "Kanari" not in following.browser.page(MINE) + following.browser.page(HOUSE)
    follow(following.browser, following.browser.post(f"{MINE}/offers/{made.ref}/acceptance"))
    [matter] = world.rows(Matter)
    assert (matter.reader_id, matter.read_at) == (following.id, None)
    page = f"/moderation/matters/{matter.ref}"
    assert "Kanari words" not in following.browser.page(page)
    following.browser.post(f"{page}/opening")
    assert "Kanari words" in following.browser.page(page)
