"""What a case knows of people, places and files: looked for in a copy before it becomes public."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from hrcn_community.accounts.models import Affiliation, Membership, Person, SpaceRole
from hrcn_community.consultations.models import Case, CaseInvitation, CaseWords, ShowsAs
from hrcn_community.consultations.queries.behalf import whom_of
from hrcn_community.consultations.queries.delivered import delivered
from hrcn_community.consultations.queries.people import excluded_ids, ids_of
from hrcn_community.consultations.spotting import FILE, NAME, ORGANISATION, PLACE, REFERENCE, SHORT
from hrcn_community.conversations.models import Attachment, Conversation, Post
from hrcn_community.core.db import db
from hrcn_community.register.queries import cities, organisations

SHORTEST = 3  # letters of a part of a name that is looked for by itself


def known_words(case: Case) -> dict[str, str]:
    """Return what the case knows of names, places and files, each with what it is.

    Of somebody who asks without their name, of whom they ask for and whom they exclude, only what stands in
    the delivered text: else whoever redacts could write name after name, and be told which one it is.
    """
    known = {city.name: PLACE for city in cities()}
    known |= {each.name: ORGANISATION for each in organisations()}
    known |= dict.fromkeys(_file_names(case), FILE)
    known |= _names(_people(case))
    known |= _of_the_asker(case)
    return {case.ref: REFERENCE} | {words: kind for words, kind in known.items() if words.strip()}


def _of_the_asker(case: Case) -> dict[str, str]:
    asked = Person.id.in_(ids_of(case, SpaceRole.ASKER)) | Person.id.in_(excluded_ids(case))
    people = db.session.execute(select(Person.name, Person.handle).where(asked)).all()
    found = _names([*people, (whom_of(case), "")])
    found |= dict.fromkeys(_own_places(case), ORGANISATION)
    if case.shows_requester_as == ShowsAs.NAME:
        return found
    whole = delivered(case)
    said = f"{whole.title}\n{whole.question}\n{whole.answer}".casefold() if whole else ""
    return {words: kind for words, kind in found.items() if words.casefold() in said}


def _names(people: Iterable[Any]) -> dict[str, str]:
    known: dict[str, str] = {}
    for name, handle in people:
        parts = [part for part in name.split() if len(part.strip(".")) >= SHORTEST]
        handles = [handle] if len(handle) > SHORT else []  # "@per" is found as what it is
        known |= dict.fromkeys((name, *handles, *parts), NAME)
    return known


def _people(case: Case) -> Sequence[Any]:
    """Return those who work or worked on the case, and those who were thought of for it."""
    working = select(Membership.person_id).where(Membership.space_id == case.working_space_id)
    wrote = select(CaseWords.person_id).where(
        CaseWords.case_id == case.id, CaseWords.role != SpaceRole.ASKER
    )
    invited = select(CaseInvitation.person_id).where(CaseInvitation.case_id == case.id)
    here = Person.id.in_(working) | Person.id.in_(wrote) | Person.id.in_(invited)
    return db.session.execute(select(Person.name, Person.handle).where(here)).all()


def _own_places(case: Case) -> list[str]:
    """Return as what the asker stands where they belong: an office has a name, too."""
    askers = ids_of(case, SpaceRole.ASKER)
    rows = select(Affiliation.as_what).where(Affiliation.person_id.in_(askers))
    return [words for words in db.session.scalars(rows) if words]


def _file_names(case: Case) -> Sequence[str]:
    rooms = (case.asking_space_id, case.working_space_id, case.papers_space_id)
    return db.session.scalars(
        select(Attachment.name)
        .join(Post, Post.id == Attachment.post_id)
        .join(Conversation, Conversation.id == Post.conversation_id)
        .where(Conversation.space_id.in_(rooms))
    ).all()
