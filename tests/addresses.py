"""Every address of the house with the names of what stands in the database.

Rooms that are added later are covered by themselves: a part of an address is filled from every
column of that name in any table (`<ref>`, `<slug>`, `<handle>`, `<number>`). A part that is named
otherwise needs one line in COLUMNS.
"""

import itertools
import os
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from hrcn_community.conversations.models import Post
from hrcn_community.core.db import Base, db

# a part of an address -> the column that names it
COLUMNS = {"affiliation": "id", "step": "slug", "code": "ref", "question": "key"}
# the word before a part, where it is not the name of the table that holds it; with the word that an
# address begins with, where others mean something else by it
TABLES = {
    "admin/roles": "role_proposals",
    "moderation/appeals": "moderation_appeals",
    "moderation/matters": "moderation_matters",
    "moderation/notices": "content_notices",
    "moderation/statements": "moderation_decisions",
    "consultations/drafts": "case_drafts",
    "answers": "questions",
    "consultations/citations": "case_citations",
    "consultations/points": "case_points",
    "consultations/versions": "case_versions",
    "answers/answers": "published_answers",
    "consultations": "cases",
    "names": "namings",
    "offers": "handovers",
    "proposals": "role_proposals",
    "reactions": "post_reactions",
    "timers": "thread_timers",
    "words": "watched_words",
}
# a part of an address that names nothing in the database: a choice, or a proof that nobody has
WORDS = {"by": ["members", "public"], "key": ["0" * 32]}
MOST_STRANGE = 12  # names of other things, where a table that a part should come from is empty
OF_POSTS_ALIKE = 3
MOST = 400  # addresses of one rule
WHOLE = os.environ.get("WALK") == "whole"  # as `make prove` walks the house
NOT_PAGES = {"static", "kept_asset"}


def rules(app: Flask, method: str) -> list[Rule]:
    return [
        rule
        for rule in app.url_map.iter_rules()
        if method in (rule.methods or ()) and rule.endpoint not in NOT_PAGES
    ]


def some(found: Sequence[str], most: int) -> Sequence[str]:
    """Return at most so many, from all over; all of them where the whole house is walked."""
    return found if WHOLE else found[:: max(-(-len(found) // most), 1)]


def names_in_the_database(part: str, table: str = "") -> list[str]:
    """Return, inside an app context, every value that an address part of this name may have.

    Where a table of that name has the column, only what stands there.
    """
    if part in WORDS:
        return WORDS[part]
    column = COLUMNS.get(part, part)
    values: set[str] = set()
    for mapper in Base.registry.mappers:
        found = mapper.columns.get(column)
        if found is not None and (not table or mapper.class_.__tablename__ == table):
            values |= {str(v) for v in db.session.scalars(select(found)) if v not in (None, "")}
    if not values and table:
        others = names_in_the_database(part)
        return others[:: max(len(others) // MOST_STRANGE, 1)]
    return sorted(values) or ["1"]


def refs_of_unlike_posts() -> set[str]:
    """Return, inside an app context, a few posts of each kind: of which the same tables speak."""
    spoken_of: dict[int, set[str]] = defaultdict(set)
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if any(each.column.table is Post.__table__ for each in column.foreign_keys):
                for post_id in db.session.scalars(select(column).distinct()):
                    spoken_of[post_id].add(str(column))
    alike: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for post in db.session.scalars(select(Post).order_by(Post.id)):
        bare = tuple(name for name, value in vars(post).items() if value is None)
        alike[bare, frozenset(spoken_of[post.id])].append(post.ref)
    return {ref for refs in alike.values() for ref in refs[:OF_POSTS_ALIKE]}


def filled(rule: Rule) -> Iterator[str]:
    """Return the addresses of `rule`, one for every combination of names that exist."""
    before: list[tuple[str, str]] = re.findall(r"([\w-]*)/<(?:[^:<>]+:)?(\w+)>", rule.rule)
    parts = re.findall(r"<(?:[^:<>]+:)?(\w+)>", rule.rule)
    first = rule.rule.split("/")[1]
    tables = {
        part: TABLES.get(f"{first}/{word}") or TABLES.get(word, word) for word, part in before
    }
    whole = {part for part in parts if "<int:" + part in rule.rule}
    listed = {part: words for words, part in re.findall(r"<any\(([^()]*)\):(\w+)>", rule.rule)}
    choices = [
        re.findall(r"[\w-]+", listed[part])
        if part in listed
        else [name for name in names if part not in whole or name.isdecimal()] or ["1"]
        for part in parts
        for names in [names_in_the_database(part, tables.get(part, ""))]
    ]
    for names in itertools.islice(itertools.product(*choices), MOST):
        address, rest = rule.rule, iter(names)
        yield re.sub(r"<[^<>]+>", lambda _, rest=rest: next(rest), address)


def addresses(app: Flask, method: str = "GET") -> list[str]:
    """Return every address that answers to `method`, for everything that exists."""
    with app.app_context():
        return sorted({address for rule in rules(app, method) for address in filled(rule)})


def strangers(app: Flask, method: str) -> Iterator[tuple[str, str]]:
    """Return pairs: an address of something that exists, and one as long of something that never did."""
    with app.app_context():
        for rule in rules(app, method):
            if rule.arguments:
                there = next(filled(rule))
                yield there, _nowhere(rule, there)


def _nowhere(rule: Rule, there: str) -> str:
    """Return `there` with every filled part replaced by zeros of the same length."""
    pattern = re.sub(r"<int:[^<>]+>", r"(\\d+)", re.escape(rule.rule).replace(r"\-", "-"))
    pattern = re.sub(r"<[^<>]+>", r"([^/]+)", pattern)
    found = re.fullmatch(pattern, there)
    assert found, (pattern, there)
    address = there
    for number in range(len(found.groups()), 0, -1):
        start, end = found.span(number)
        address = address[:start] + "0" * (end - start) + address[end:]
    return address
