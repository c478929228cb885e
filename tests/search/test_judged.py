"""How often people are shown what they look for, by a table of judged examples in each language."""

import pytest

from hrcn_community.accounts.viewer import PUBLIC as ANYBODY
from hrcn_community.conversations.actions import write_post
from hrcn_community.conversations.models import Conversation
from hrcn_community.core.db import db
from hrcn_community.search.queries import find
from tests.factories import PUBLIC
from tests.search.judged import FLOORS, QUERIES, SHELVES


@pytest.fixture
def shelves(world, cast):
    """The texts of all five languages in one thread each; return by number which one a post is."""
    space, names = world.space(PUBLIC), {}
    for language, texts in SHELVES.items():
        thread = world.thread(space, cast.amina, "Shelf", "Shelf", language=language)

        def write(thread=thread, language=language, texts=texts) -> None:
            conversation = db.session.get_one(Conversation, thread.conversation_id)
            for name, text in texts.items():
                post = write_post(conversation, text, by=None, language=language)
                names[f"{thread.address}?post={post.number}#p{post.number}"] = f"{language} {name}"

        world.do(write)
    return names


def test_the_judged_examples_of_each_language_are_found(world, shelves):
    """All at once, so that each language is looked for among the four others."""
    scores, wrong = {}, {}
    for language, queries in QUERIES.items():
        wrong[language] = [
            (query, found)
            for query, must, must_not in queries
            if not _is_right(found := _found(world, shelves, language, query), must, must_not)
        ]
        scores[language] = round(1 - len(wrong[language]) / len(queries), 3)
    print(scores, wrong)
    assert all(scores[language] >= floor for language, floor in FLOORS.items()), wrong


def _found(world, shelves: dict[str, str], language: str, query: str) -> set[str]:
    """Return the names of what is found in that language; what others hold besides is theirs."""
    hits = world.ask(lambda: find(query, viewer=ANYBODY).hits)
    names = (shelves.get(hit.href, "") for hit in hits)
    return {name.split(" ")[1] for name in names if name.startswith(language)}


def _is_right(found: set[str], must: str, must_not: str) -> bool:
    return set(must.split()) <= found and not set(must_not.split()) & found
