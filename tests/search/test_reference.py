"""What either database finds, and in which order, is what the rule says; whatever is asked of it."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import PUBLIC as ANYBODY
from hrcn_community.conversations.actions.posts import write_terms
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.refs import new_ref
from hrcn_community.core.text import clean
from hrcn_community.search.asked import Known, parse
from hrcn_community.search.queries import find
from tests.factories import PUBLIC
from tests.search.reference import Row, found

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
KNOWN = Known({"lang": {each: each for each in ("en", "de", "nl", "sv", "fr")}})
WORDS = (
    "housing house houses hous rights right human humans the city cities Straße strasse Rechte "
    "Menschenrechte Wohnungsnot égalité egalite l’été ijs ĳs råd ungdomsråd bostad 40 2025 c++ foo-bar "
    "naïve NAÏVE a of Élus 人権 права ﷺ ½ ŉ ͅ ꙮ x"
).split()
SIGNS = ['"', "-", "*", " ", ":", "(", ")", "'", "¶", "\0", "\n", "“", "«", "in:", "by:", "lang:", "by:be",
         "lang:de", "-lang:en", "after:", "is:x", "OR", "AND", "NOT", "NEAR(", "<->", "&", "|", "!",
         "^", "%"]  # fmt: skip
texts = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join) | st.text(max_size=40)
queries = (
    st.lists(st.sampled_from(WORDS) | st.sampled_from(SIGNS), min_size=1, max_size=7).map(" ".join)
    | st.lists(st.sampled_from(WORDS) | st.sampled_from(SIGNS), min_size=1, max_size=7).map("".join)
    | st.text(max_size=30)
)
shelves = st.lists(st.tuples(texts, texts, st.sampled_from(["en", "de", "nl", "sv", "fr"])),
                   min_size=1, max_size=6)  # fmt: skip
ages = (0, 29, 31, 400, 2000)


@pytest.fixture
def place(world, cast):
    """An open space with authors, in which shelves of texts are put up and taken away."""
    world.thread(world.space(PUBLIC), cast.amina, "Begun", "Begun")
    assert cast.ben.id
    return world


@given(shelf=shelves, asked=st.lists(queries, min_size=3, max_size=3), typing=st.booleans())
@example(
    shelf=[("a b", "b a", "en"), ("b", "a", "en")], asked=['"a b"', "a b", '"b b"'], typing=False
)
@example(
    shelf=[("", "right " * 400 + "human", "en")],
    asked=['"right human"', "human", "-x right"],
    typing=False,
)
@example(
    shelf=[("housing", "", "en"), ("", "housing", "en")],
    asked=["housi", "housin", "hou*"],
    typing=True,
)
@example(
    shelf=[
        ("", "rights human", "en"),
        ("", "human", "en"),
        ("human", "rights", "en"),
        ("", "human rights", "en"),
        ("", "rights", "en"),
        ("human rights", "", "en"),
    ],
    asked=["human rights", "human", "-human rights"],
    typing=False,
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_is_found_is_what_the_rule_says(place, shelf, asked, typing):
    with place.app.app_context(), clock.at(NOW):
        _put_up(shelf)
        rows, refs = _rows(), _ids()
        for text in asked:
            query = parse(text, KNOWN, typing=typing)
            ids = [refs[hit.href] for hit in find(query, viewer=ANYBODY).hits]
            assert ids == found(query, rows, clock.today())[:20], (text, query)
        db.session.rollback()


def _put_up(shelf) -> None:
    opening = db.session.scalars(select(Conversation)).first()
    assert opening
    authors = db.session.scalars(select(Person.id).order_by(Person.id)).all()
    for number, (title, text, language) in zip(count(1), shelf, strict=False):
        talk = Conversation(
            space_id=opening.space_id, room="discussions", title=clean(title), address=f"/x/{new_ref()}",
            language=language, started_at=NOW, last_post_at=NOW,
        )  # fmt: skip
        post = Post(
            ref=new_ref(), conversation=talk, number=1, author_id=authors[number % 2], language=language,
            source=clean(text), html=_escaped(clean(text)), rendered_with=1,
            created_at=NOW - timedelta(days=ages[number % len(ages)]),
        )  # fmt: skip
        post.state = "published"
        write_terms(post)
        db.session.add_all([talk, post])
    db.session.flush()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _rows() -> list[Row]:
    posts = db.session.execute(
        select(Post, Person.name).outerjoin(Person, Person.id == Post.author_id)
    )
    return [
        Row(
            p.id,
            tuple(p.title_terms.split(" ")),
            tuple(p.terms.split(" ")),
            p.language,
            p.created_at,
            name,
        )
        for p, name in posts
    ]


def _ids() -> dict[str, int]:
    """Return the id of each post by the address of its hit."""
    found = db.session.execute(
        select(Conversation.address, Post.id).join(Post, Post.conversation_id == Conversation.id)
    )
    return {f"{address}?post=1#p1": id_ for address, id_ in found}
