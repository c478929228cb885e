"""What tests of lists need: words that narrow, pins, and the titles that a page lists in order."""

import re
from html import unescape

from sqlalchemy import select, update

from hrcn_community.conversations.models import Conversation, ConversationTerm
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.discussions.models import Thread
from hrcn_community.register.models import City, Term
from tests.factories import Told, World

TITLE = re.compile(r'<h\d class="thread__title"><a href="([^"]+)"[^>]*>([^<]+)</a>')
COUNT = re.compile(r'class="thread__unread">(?:more than )?(\d+) new')


def a_register(world: World) -> None:
    """Add a term or two to each vocabulary, and two cities."""
    terms = [
        ("themes", "housing", {"de": "Wohnen"}),
        ("themes", "work", {}),
        ("themes", "water", {}),
        ("groups", "children", {}),
        ("level", "district", {}),
        ("stage", "pilot", {}),
    ]

    def add() -> None:
        for place, (vocabulary, slug, names) in enumerate(terms):
            db.session.add(
                Term(
                    vocabulary=vocabulary, slug=slug, name=slug.title(), names=names, position=place
                )
            )
        for slug in ("graz", "york"):
            db.session.add(City(slug=slug, name=slug.title(), country="AT"))

    world.do(add)


def about(world: World, thread: Told, *slugs: str, **columns: object) -> Told:
    """Say what a thread is about, and set columns of its conversation (`city="graz"` too)."""

    def mark() -> None:
        for term_id in db.session.scalars(select(Term.id).where(Term.slug.in_(slugs))):
            db.session.add(
                ConversationTerm(conversation_id=thread.conversation_id, term_id=term_id)
            )
        if city := columns.pop("city", None):
            columns["city_id"] = db.session.scalar(select(City.id).where(City.slug == city))
        if columns:
            of_it = Conversation.id == thread.conversation_id
            db.session.execute(update(Conversation).where(of_it).values(**columns))

    world.do(mark)
    return thread


def pin(world: World, thread: Told) -> None:
    of_it = update(Thread).where(Thread.id == thread.id)
    world.do(lambda: db.session.execute(of_it.values(pinned_at=clock.now())))


def titles(page: str) -> list[str]:
    """Return the titles that a page lists, in order."""
    return [unescape(title) for _href, title in TITLE.findall(page)]


def hrefs(page: str) -> dict[str, str]:
    """Return where each listed thread leads, by its title."""
    return {unescape(title): unescape(href) for href, title in TITLE.findall(page)}


def unread_counts(page: str) -> dict[str, int]:
    """Return how many posts are said to be new, by title."""
    rows = page.split('<li class="thread')[1:]
    return {titles(row)[0]: int(found[1]) for row in rows if (found := COUNT.search(row))}


def older(page: str) -> str:
    """Return the address of the next page, '' at the end."""
    found = re.search(r'rel="next" href="([^"]+)"', page)
    return unescape(found[1]) if found else ""
