"""Every kind of row that is somebody's own stands in their archive, with every word; of others' nothing."""

import json
import re
import zipfile
from datetime import UTC, datetime
from itertools import count

import pytest
from sqlalchemy import Column, select

from hrcn_community.accounts.ties import Tie
from hrcn_community.attachments.storage import storage
from hrcn_community.conversations.models import StoredFile
from hrcn_community.core.db import Base, db
from hrcn_community.privacy.keeping_models import Hold
from tests.privacy.everything import MEANING, WORDS_OF_JSON, Filler
from tests.privacy.test_taking_along import _archive, _ask

LONG_AGO = datetime(1987, 1, 1, tzinfo=UTC)
TOLD = {"holds": {"silent_because": "", "ended_at": None}}
CLOSED = {"spaces": {"visibility": "confidential", "slug": "closed{n}"}}
# Words in rows of one's own that are not taken along, and why.
LEFT_OUT = {
    "content_notices.address": "where it stood is told with the place, if one may still read there",
    "content_notices.noticed_text": "another one's words",
    "content_notices.notifier_email": "empty where somebody with an account gave notice",
    "content_notices.notifier_name": "empty where somebody with an account gave notice",
    "content_notices.passage": "another one's words",
    "mails.body": "emptied when it is sent; a notice's words are made then",
    "notices.address": "may lead to a place that is closed by now",
    "notices.title": "may name a place that is closed by now",
    "posts.heading": "repeated from where it is kept, to be found by",
    "posts.html": "made of the source",
    "posts.label_words": "of whoever decided about the post",
    "revisions.html": "made of the source",
    "threads.closing_reason": "of whoever closed it",
}
# What is about somebody and not their own, and is not told them.
NOT_TOLD = {
    "case_exclusions.person_id": "whom somebody who asks does not want as an expert is theirs alone",
    "moderation_matters.person_id": "told by its decision",
    "unmaskings.persona_id": "told in the part of that pseudonym",
}


def _words(who: str):
    return lambda column: f"{who}{column.table.name}{column.key}".replace("_", "")


def _own_words() -> list[Column]:
    """Return every column of words in a table with something that is somebody's own."""
    filler = Filler(0, 0, _words("mine"))
    return [
        column
        for table in Base.metadata.sorted_tables
        if {each.info.get("tie") for each in table.columns} & {Tie.OWN, Tie.WROTE}
        for column in table.columns
        if str(column) in WORDS_OF_JSON or filler.is_words(column)
        if column.key not in MEANING.get(table.name, {}) or str(column) in WORDS_OF_JSON
    ]


@pytest.fixture
def archive(app, world, cast, worker, tmp_path) -> zipfile.ZipFile:
    """What somebody takes along who stands in every table, beside others in closed spaces who do too."""
    zora, (omar, dalia) = world.person("Zora"), (cast.omar, cast.dalia)
    (tmp_path / "file").write_bytes(b"a file of mine")
    with app.app_context():
        for who, other, words, meaning in (
            (zora.id, cast.ben.id, "mine", TOLD),
            (omar.id, dalia.id, "canary", CLOSED),
        ):
            filler = Filler(who, other, _words(words), meaning)
            filler.number = count(1000 if words == "mine" else 5000)
            filler.fill()
            db.session.flush()
        silent = {"begins_at": LONG_AGO, "review_on": LONG_AGO.date(), "silent_because": "A law."}
        db.session.add(Hold(ref="silent", person_id=zora.id, reason="", **silent))
        for name in db.session.scalars(select(StoredFile.name)):
            storage().put(name, tmp_path / "file")
        db.session.commit()
    assert _ask(zora).status_code == 303
    worker()
    return _archive(zora)


def test_it_holds_every_word_and_every_kind_of_row_of_ones_own_and_nothing_of_others(archive):
    _holds_every_word(archive)
    _leaves_out_no_kind_of_row(archive)


def _holds_every_word(archive: zipfile.ZipFile) -> None:
    data, page = archive.read("data.json").decode(), archive.read("index.html").decode()
    told = set(re.findall(r"mine[a-z]+", data))
    words = _words("mine")
    silent = {str(column) for column in _own_words() if words(column) not in told}
    assert silent == set(LEFT_OUT)
    assert told - set(re.findall(r"mine[a-z]+", page)) == set(), "the page says what the data say"
    whole = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    assert re.findall(r"canary[a-z]+", whole) == []
    assert "a file of mine" in whole
    assert str(LONG_AGO.year) not in data, "a hold of which the law forbids to tell them"


def _leaves_out_no_kind_of_row(archive: zipfile.ZipFile) -> None:
    told = json.loads(archive.read("data.json"))["chapters"]
    empty = {name for name, rows in told.items() if not rows}
    assert empty == {"secret_votes"}, "they are found by a print, which no rule for all rows makes"
    about = {
        str(column)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.info.get("tie") == Tie.ACTED
        and column.key in ("person_id", "other_id", "persona_id")
        if not told.get(table.name)
    }
    assert about == set(NOT_TOLD)
