"""Texts of the demonstration community in which several had a hand: translations, and one that is shared."""

from collections.abc import Iterator
from typing import Any

from hrcn_community.conversations.actions import edit_post
from hrcn_community.conversations.actions.sharing import share_post
from hrcn_community.conversations.actions.translating import translate_post
from hrcn_community.core.refs import seeded
from hrcn_community.demo.deeds import Deed, person
from hrcn_community.demo.threads import all_written, post_of
from hrcn_community.demo.written import read

A_MOMENT = 0.01  # days between writing a text and letting others edit it


def wording_deeds() -> Iterator[Deed]:
    """Return every translation, and every edit of a shared text."""
    for each in read("translations")["translation"]:
        yield Deed(each["days_ago"], lambda each=each: _translate(each))
    for shared in read("shared")["shared"]:
        where = shared["thread"], shared["number"]
        first = all_written()[where[0]]["post"][where[1] - 1]
        by = first["author"]
        yield Deed(first["days_ago"] - A_MOMENT, lambda w=where, by=by: _share(*w, by))
        for edit in shared["edit"]:
            yield Deed(edit["days_ago"], lambda w=where, edit=edit: _edit(*w, edit))


def _translate(written: dict[str, Any]) -> None:
    key, language = written["thread"], written["language"]
    original = post_of(key, written["number"])
    with seeded(f"translation {key} {language}"):
        translate_post(
            original,
            language,
            written["body"].strip(),
            by=person(written["by"]),
            of_revision=original.revision,
        )


def _share(key: str, number: int, by: str) -> None:
    share_post(post_of(key, number), by=person(by))


def _edit(key: str, number: int, written: dict[str, Any]) -> None:
    """Change the words as they stand: some are replaced, some are added at the end."""
    post = post_of(key, number)
    text = post.source
    for old, new in written.get("replace", ()):
        text = text.replace(old, new)
    text = f"{text}\n{written.get('add', '').strip()}".strip()
    edit_post(post, text, by=person(written["by"]), over=post.revision, reason=written["reason"])
