"""Every place that points at a person says what becomes of it when they go."""

import dataclasses

from sqlalchemy import Column

from hrcn_community.accounts.ties import Tie
from hrcn_community.core.db import Base
from hrcn_community.core.events import Event
from hrcn_community.privacy.actions.steps import PERSON_FACTS
from hrcn_community.privacy.kept_reading import HOUSE
from hrcn_community.reactions import OWNED

# Rows of a self that is nobody's account: what is theirs is told in the part of that pseudonym.
NOT_TAKEN = {
    "personas": "a pseudonym's own row, sealed",
    "fadings": "a pseudonym's own row after its owner went",
    "placeholders": "a row of somebody imported, by a print",
    "imported_seats": "a row of somebody imported",
}
# What facts of events are the numbers of, beside people.
OF_THINGS = {
    "answer_id",
    "appeal_id",
    "application_id",
    "bookmark_id",
    "case_id",
    "city_id",
    "clause_id",
    "conversation_id",
    "decision_id",
    "enrolment_id",
    "erasure_id",
    "event_id",
    "export_id",
    "file_id",
    "from_space_id",
    "guideline_id",
    "handover_id",
    "hold_id",
    "into_id",
    "interval_id",
    "invitation_id",
    "letter_id",
    "mail_id",
    "matter_id",
    "module_id",
    "naming_id",
    "note_id",
    "notice_id",
    "organisation_id",
    "original_id",
    "placeholder_id",  # a row of somebody imported: its own number is of nobody who is here
    "poll_id",
    "post_id",
    "practice_id",
    "proposal_id",
    "publication_id",
    "question_id",
    "removal_id",
    "sign_in_id",
    "source_id",
    "space_id",
    "statement_id",
    "step_id",
    "suspension_id",
    "term_id",
    "thread_id",
    "timer_id",
    "to_space_id",
    "unmasking_id",
    "version_id",
    "workshop_id",
}


def _ties() -> list[Column]:
    return [
        column
        for table in Base.metadata.tables.values()
        for column in table.columns
        for foreign in column.foreign_keys
        if foreign.target_fullname == "people.id"
    ]


def test_every_column_that_points_at_a_person_bears_a_tie():
    assert [str(column) for column in _ties() if column.info.get("tie") not in set(Tie)] == []


def test_whatever_is_somebodys_own_or_written_by_them_has_a_chapter_to_take_along():
    rooms = [chapter for owned in OWNED.values() for chapter in owned.chapters]
    told = {chapter.name for chapter in (*HOUSE, *rooms)}
    theirs = {c.table.name for c in _ties() if c.info["tie"] in (Tie.OWN, Tie.WROTE)}
    theirs -= {"statement_authors"}  # told as statements
    assert theirs - told - set(NOT_TAKEN) == set()


def test_every_number_in_an_event_is_known_as_a_persons_or_as_a_things():
    named = {
        field.name
        for kind in Event.kinds.values()
        for field in dataclasses.fields(kind)
        if field.name.endswith("_id")
    }
    assert named - OF_THINGS - set(PERSON_FACTS) == set()
