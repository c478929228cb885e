"""A planter for every room: each confidential field with a secret word of its own."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hrcn_community.accounts.models import SiteRole
from hrcn_community.accounts.places import put_inside, put_outside
from hrcn_community.accounts.viewer import Viewer, viewer_of
from hrcn_community.consultations.actions import answers, asking, experts, talking
from hrcn_community.consultations.actions.declaring import declare_generally
from hrcn_community.consultations.models import ShowsAs
from hrcn_community.consultations.queries.cases import find_case, find_invitation
from hrcn_community.consultations.transitions import Deed, Tier
from hrcn_community.conversations.actions import edit_post
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.knowledge.actions import guidelines, practices
from hrcn_community.knowledge.queries.guidelines import find_clause
from hrcn_community.knowledge.queries.practices import find_practice, find_review
from hrcn_community.learning.actions import enrolments
from hrcn_community.learning.actions.modules import publish_module, write_module
from hrcn_community.learning.actions.remarks import post_remark
from hrcn_community.learning.manuscript import Manuscript, WrittenQuestion, WrittenStep
from hrcn_community.learning.queries.modules import find_module
from hrcn_community.learning.queries.steps import find_discussion
from hrcn_community.workshops.actions import seats, statements
from hrcn_community.workshops.actions import workshops as workshops
from hrcn_community.workshops.models.workshops import Workshop
from hrcn_community.workshops.plan import PlannedItem
from hrcn_community.workshops.queries.workshops import find_workshop
from tests.canary import (
    copied,
    drafting,
    filed,
    mailed,
    masked,
    moderated,
    placed,
    planters,
    synopses,
    watching,
)
from tests.canary.planters import House, there
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC
from tests.workshops.making import AFTER, BEFORE, DURING, PLAN

Secret = Callable[[str], str]


def plant_a_module_in_a_confidential_space(house: House) -> None:
    written = _manuscript("hidden-module", house.secret, house.secret)

    def publish(viewer: Viewer) -> None:
        module = write_module(written, by=viewer, visibility=CONFIDENTIAL)
        for insider in house.insiders:
            put_inside(module.space, insider.id)
        publish_module(module, by=viewer)

    house.act(house.cast.ruth, publish)
    _talk_beside(house, "hidden-module", "begin", house.secret("remark"))
    _enrol(house, "hidden-module")


def plant_a_public_module(house: House) -> None:
    """What it is and its first step are open to all; what comes after, and all talk, to the network."""
    written = _manuscript("open-module", lambda name: f"An open {name}.", house.for_members)

    def publish(viewer: Viewer) -> None:
        publish_module(write_module(written, by=viewer, visibility=PUBLIC), by=viewer)

    house.act(house.cast.ruth, publish)
    for step in ("begin", "work"):
        _talk_beside(house, "open-module", step, house.for_members(f"remark beside {step}"))
    _enrol(house, "open-module")


def plant_a_workshop_under_the_chatham_house_rule(house: House) -> None:
    """In a confidential listing, with a roster, statements, votes, notes and who was there."""
    _call(house, "hidden-workshop", CONFIDENTIAL, house.secret)
    _hold(house, "hidden-workshop", "closed")


def plant_an_open_workshop(house: House) -> None:
    """Anybody may know of it; what is said in its room is for those in the room."""
    _call(house, "open-workshop", NETWORK, lambda name: f"An open {name}.")
    workshop = house.world.rows(Workshop, slug="open-workshop")[0]
    posts = house.world.rows(Post, conversation_id=workshop.conversation_id)
    house.known |= {"open-workshop", *(post.ref for post in posts)}
    _hold(house, "open-workshop", "open")


def plant_a_cancelled_workshop(house: House) -> None:
    _call(house, "cancelled-workshop", CONFIDENTIAL, lambda name: f"A hidden {name}.")

    def cancel(viewer: Viewer) -> None:
        found = there(find_workshop("cancelled-workshop", viewer=viewer))
        workshops.cancel_workshop(found, house.secret("reason of cancelling"), by=viewer)

    with clock.at(BEFORE):
        house.act(house.cast.ines, cancel)


def plant_a_confidential_case(house: House) -> None:
    """Every text that a case has, from the question to the clarification of its answer."""
    cast, said = house.cast, house.secret
    rita = house.world.person("Rita", SiteRole.ADVISOR)
    house.more_insiders.append(rita)
    ref = house.act(cast.ben, lambda viewer: asking.submit_case(_request(house), by=viewer).ref)

    def do(who: Any, deed: Callable[[Any, Viewer], object], find: Any = find_case) -> None:
        house.act(who, lambda viewer: deed(there(find(ref, viewer=viewer)), viewer))

    def speak(who: Any, deed: Deed, words: str) -> None:
        do(who, lambda case, viewer: talking.speak(case, deed, words, by=viewer))

    def invite(person: Any, role: str) -> None:
        do(cast.ines, lambda case, v: experts.invite_expert(case, person.id, role, by=v))
        words = said(f"declaration of the {role}")
        house.act(person, lambda v: declare_generally("None.", by=v))
        declared = lambda found, v: experts.declare(found, False, words, by=v)  # noqa: E731
        do(person, declared, find_invitation)

    do(cast.ines, lambda case, viewer: talking.take_up(case, by=viewer))
    speak(cast.ines, Deed.ASK_FOR_MORE, said("what the desk asks"))
    speak(cast.ben, Deed.INFORM, said("information"))
    speak(cast.ines, Deed.SCOPE, said("scope"))
    do(cast.ben, lambda case, viewer: talking.confirm_scope(case, by=viewer))
    invite(cast.ruth, "advisor")
    do(cast.ruth, lambda case, v: answers.write_draft(case, said("first draft"), by=v))
    speak(cast.ruth, Deed.ASK_REQUESTER, said("what the advisor asks"))
    speak(cast.ben, Deed.INFORM, said("more information"))
    do(cast.ruth, lambda case, v: answers.write_draft(case, said("answer"), by=v))
    do(cast.ines, lambda case, v: talking.note(case, said("note"), by=v))
    invite(rita, "reviewer")
    do(cast.ruth, lambda case, v: answers.request_review(case, by=v))
    do(rita, lambda case, v: answers.review(case, True, said("review"), by=v))
    do(cast.ines, lambda case, v: answers.sign(case, said("signature"), by=v))
    do(cast.ines, lambda case, v: answers.deliver(case, said("delivery"), by=v))
    speak(cast.ben, Deed.ASK_CLARIFICATION, said("clarification"))
    speak(cast.ruth, Deed.CLARIFY, said("explanation"))
    speak(cast.ben, Deed.CLOSE, said("reason of closing a case"))


def plant_a_declined_case(house: House) -> None:
    ref = house.act(
        house.cast.ben, lambda v: asking.submit_case(_request(house, "declined"), by=v).ref
    )

    def decline(viewer: Viewer) -> None:
        case = there(find_case(ref, viewer=viewer))
        talking.take_up(case, by=viewer)
        talking.speak(case, Deed.DECLINE, house.secret("reason of declining"), by=viewer)

    house.act(house.cast.ines, decline)


def plant_a_practice_under_review(house: House) -> None:
    """The reviewers outside were asked and told, and are let go: only Ruth and Ines go on."""
    ben = house.cast.ben
    told = practices.Told(
        title=house.secret("practice title"),
        summary=house.secret("practice summary"),
        details=house.secret("practice details"),
        years=house.secret("years"),
    )
    slug = house.act(ben, lambda v: practices.submit_practice(told, by=v, slug="hidden-one").slug)

    def review(viewer: Viewer) -> None:
        practice = there(find_review(slug, viewer=viewer)).practice
        practices.review_practice(
            practice, house.secret("review of a practice"), is_ready=False, by=viewer
        )

    def answer(viewer: Viewer) -> None:
        practice = there(find_review(slug, viewer=viewer)).practice
        practices.submit_again(practice, house.secret("answer to a review"), by=viewer)

    def let_go() -> None:
        space = there(find_practice(slug, viewer=viewer_of(ben.id))).space
        for person in house.others.values():
            put_outside(space, person.id)

    house.act(house.cast.ruth, review)
    house.act(ben, answer)
    house.leaving.append(let_go)


def plant_a_verified_practice(house: House) -> None:
    """Its summary is open to all, its details to the network; how it came to be, to nobody else."""
    ben, ruth = house.cast.ben, house.cast.ruth
    told = practices.Told(
        title="An open practice",
        summary=house.secret("an early summary"),
        details=house.secret("early details"),
    )
    slug = house.act(ben, lambda v: practices.submit_practice(told, by=v, slug="open-one").slug)

    def change(viewer: Viewer) -> None:
        practice = there(find_practice(slug, viewer=viewer))
        texts = (
            (practice.summary_post_id, "An open summary."),
            (
                practice.details_post_id,
                house.for_members("details"),
            ),
        )
        for id_, words in texts:
            post = db.session.get_one(Post, id_)
            post.conversation = db.session.get_one(Conversation, post.conversation_id)
            edit_post(post, words, by=viewer, reason=house.secret("why"))

    def review(viewer: Viewer) -> None:
        practice = there(find_review(slug, viewer=viewer)).practice
        practices.review_practice(
            practice, house.secret("praise of a practice"), is_ready=True, by=viewer
        )

    def verify(viewer: Viewer) -> None:
        practices.verify_practice(there(find_practice(slug, viewer=viewer)), "2-2", by=viewer)

    house.act(ben, change)
    house.act(ruth, review)
    house.act(house.cast.ines, verify)


def plant_a_drafted_guideline(house: House) -> None:
    said = house.for_members
    drafted = guidelines.Drafted(
        said("guideline title"),
        said("guideline summary"),
        [(said("clause title"), said("clause text"))],
    )
    slug = house.act(
        house.cast.ruth, lambda v: guidelines.draft_guideline(drafted, by=v, slug="draft-one").slug
    )

    def comment(viewer: Viewer) -> None:
        clause = there(find_clause(slug, 1, viewer=viewer))
        guidelines.comment_on_clause(clause, said("comment on a clause"), by=viewer)

    house.act(house.cast.ben, comment)


def plant_a_network_thread(house: House) -> None:
    space = house.world.space(NETWORK, house.for_members("network space"))
    house.world.thread(
        space,
        house.cast.ben,
        house.for_members("network title"),
        house.for_members("network opening"),
        replies=[(house.cast.ruth, house.for_members("network reply"))],
    )


def _manuscript(slug: str, front: Secret, inside: Secret) -> Manuscript:
    options = tuple(
        {"key": key, "text": inside(f"option {key}"), "correct": key == "a", "feedback": "So."}
        for key in "ab"
    )
    question = WrittenQuestion("q1", "single", inside("prompt"), True, options, (), "So.")
    plan = {"prompt": inside("plan prompt"), "cue_hint": "A cue", "example": "An example"}
    return Manuscript(
        slug=slug,
        title=front("module title"),
        summary=front("module summary"),
        description=front("module description"),
        minutes=9,
        audience=front("module audience"),
        steps=(
            WrittenStep("begin", front("first step"), "reading", 3, front("first lesson")),
            WrittenStep("work", front("second step"), "quiz", 3, inside("lesson"), [question]),
            WrittenStep("plan", front("last step"), "plan", 3, inside("last lesson"), plan=plan),
        ),
    )


def _enrol(house: House, module: str) -> None:
    house.act(
        house.cast.ben,
        lambda v: enrolments.enrol(there(find_module(module, viewer=v)), by=v).version,
    )


def _talk_beside(house: House, module: str, step: str, words: str) -> None:
    def talk(viewer: Viewer) -> None:
        beside = there(find_discussion(module, step, viewer=viewer))
        post_remark(beside.conversation, words, by=viewer)

    house.act(house.cast.ben, talk)


def _call(house: House, slug: str, visibility: Any, said: Secret) -> None:
    plan = replace(
        PLAN,
        title=said("workshop title"),
        summary=said("workshop summary"),
        description=said("workshop description"),
        place=said("place"),
        items=(
            PlannedItem(
                1, dt.time(14), dt.time(15), said("agenda item"), said("agenda who"), said("agenda note")
            ),
        ),
    )  # fmt: skip

    def call(viewer: Viewer) -> None:
        workshop = workshops.call_workshop(
            plan, by=viewer, is_chatham=True, visibility=visibility, slug=slug
        )
        for person in (house.cast.ben, house.cast.ruth):
            if visibility == CONFIDENTIAL:
                put_inside(workshop.space, person.id)

    with clock.at(BEFORE):
        house.act(house.cast.ines, call)


def _hold(house: House, slug: str, which: str) -> None:
    cast = house.cast

    def do(who: Any, deed: Callable[[Any, Viewer], object]) -> None:
        house.act(who, lambda viewer: deed(there(find_workshop(slug, viewer=viewer)), viewer))

    with clock.at(BEFORE):
        for person in (cast.ben, cast.ruth):
            do(person, lambda workshop, v: seats.register(workshop, by=v))
    with clock.at(DURING):
        said = house.secret(f"{which} statement")
        do(cast.ben, lambda workshop, v: statements.make_statement(workshop, said, by=v))
    with clock.at(AFTER):
        came = [cast.ben.id, cast.ruth.id]
        do(cast.ines, lambda workshop, v: workshops.note_attendance(workshop, came, by=v))
        notes = house.secret(f"{which} notes")
        do(cast.ines, lambda workshop, v: statements.write_notes(workshop, notes, by=v))


def _request(house: House, which: str = "") -> asking.Request:
    """Return a confidential question of Ben's, which of the core team only Ines can lead."""
    said = lambda name: house.secret(f"{which} case {name}")  # noqa: E731
    return asking.Request(
        title=said("title"),
        question=said("question"),
        context=said("context"),
        tier=Tier.CONFIDENTIAL,
        sub_questions=(said("first part"), said("second part")),
        tried=said("tried"),
        shows_requester_as=ShowsAs.NOTHING,
        excluded_ids=(house.cast.cleo.id, house.cast.tomas.id),
    )


# What may be known of in part, by its name at least.
OPEN_PLANTERS: list[Callable[[House], None]] = [
    plant_a_verified_practice,
    plant_a_public_module,
    plant_a_drafted_guideline,
    plant_a_network_thread,
    synopses.plant_drafts_that_facilitators_alone_see,
]
PLANTERS: list[Callable[[House], None]] = [
    planters.plant_words_about_the_space,
    planters.plant_a_thread,
    planters.plant_what_is_done_with_a_post,
    planters.plant_an_answered_question,
    planters.plant_a_poll,
    planters.plant_a_tended_thread,
    planters.plant_threads_that_came_out,
    planters.plant_a_thread_in_a_restricted_space,
    planters.plant_a_request_to_be_let_in,
    masked.plant_a_masked_thread,
    planters.plant_first_posts_that_wait,
    synopses.plant_a_consolidated_reply,
    plant_a_module_in_a_confidential_space,
    plant_a_workshop_under_the_chatham_house_rule,
    plant_an_open_workshop,
    plant_a_cancelled_workshop,
    plant_a_confidential_case,
    copied.plant_a_copy_that_is_not_public,
    plant_a_declined_case,
    plant_a_practice_under_review,
    drafting.plant_drafts,
    filed.plant_files,
    mailed.plant_a_mailed_post,
    drafting.plant_quotes_across_the_wall,
    watching.plant_what_facilitators_keep,
    moderated.plant_what_was_decided,
    placed.plant_parts_of_a_profile,
    placed.plant_ways_into_the_space,
    placed.plant_an_offered_handover,
    placed.plant_a_timer_of_somebody_who_leaves,
    filed.plant_a_file_that_is_hidden,
    placed.plant_a_shared_post_of_somebody_who_leaves,
]
