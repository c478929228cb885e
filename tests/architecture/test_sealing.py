"""Whatever may hold words of a sealed case is a column that can be sealed, or somebody said why not."""

from sqlalchemy import JSON, String

from hrcn_community.core.db import Base
from hrcn_community.core.sealed_columns import SEALABLE

ROOMS = (
    "hrcn_community.consultations",
    "hrcn_community.conversations",
    "hrcn_community.moderation",
)
SHORT = 40  # a state, a kind, a reference
POLL = "a case holds no poll"
# Column: why it lies open.
OPEN = {
    "case_consents.print": "a keyed print",
    "case_drafts.sealed": "encrypted with a key of the house, as there is no case yet",
    "case_publications.print": "a keyed print",
    "case_publications.signed_print": "a keyed print",
    "content_notices.address": "where it stands: references alone",
    "content_notices.notifier_email": "of whoever gave notice without an account, and sees no case",
    "content_notices.notifier_name": "as above",
    "content_notices.print": "a keyed print",
    "conversations.address": "the reference of its owner",
    "desk_holidays.name": "of the calendar",
    "desk_settings.value": "of the calendar",
    "drafts.place": "references alone",
    "general_declarations.text": "of no case",
    "moderation_decisions.taken_out": "words of a profile",
    "moderation_log.facts": "ids and kinds",
    "poll_choices.words": POLL,
    "poll_votes.voter": POLL,
    "polls.held_back": POLL,
    "polls.question": POLL,
    "polls.released": POLL,
    "posts.reactions": "figures",
    "posts.terms": "empty where it is sealed",
    "posts.title_terms": "as above",
    "posts.translated": "languages",
    "quarter_figures.shown": "counts as they may be shown, and cities with five cases or more",
    "stored_files.digest": "of what lies there, encrypted",
    "stored_files.media_type": "a kind",
    "unmaskings.reason": "nobody writes in a case under a pseudonym",
    "watched_words.key": "words that a facilitator watches for, not those of a post",
    "watched_words.phrase": "as above",
}


def test_columns_that_may_hold_words_of_a_case_can_be_sealed():
    assert {name for name in _long_columns() if name not in OPEN} == set()
    assert OPEN.keys() - set(_long_columns()) == set()


def test_what_can_be_sealed_says_where_its_space_is():
    for mapper in Base.registry.mappers:
        sealed = [
            column.name for column in mapper.local_table.c if isinstance(column.type, SEALABLE)
        ]
        assert not sealed or hasattr(mapper.class_, "__sealed_by__"), mapper.class_


def test_no_row_of_a_case_is_tied_to_a_place_or_a_theme_that_would_tell_what_it_is_about():
    """What is asked about lies encrypted where a case is sealed; a foreign key cannot."""
    tied = {
        f"{mapper.class_.__tablename__}.{key.parent.name}"
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.startswith("hrcn_community.consultations")
        for key in mapper.local_table.foreign_keys
        if key.column.table.name in ("terms", "cities", "organisations")
    }
    assert tied == {"cases.city_id"}, "that one is emptied (actions/asking.py)"


def _long_columns() -> list[str]:
    return [
        f"{mapper.class_.__tablename__}.{column.name}"
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.startswith(ROOMS)
        for column in mapper.local_table.c
        if isinstance(column.type, JSON)
        or (isinstance(column.type, String) and (column.type.length or SHORT + 1) > SHORT)
    ]
