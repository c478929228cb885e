"""The files of the demonstration community: drawn and set from their sources when it is loaded."""

import io
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import typst

from hrcn_community.attachments.actions import put_away, write_down
from hrcn_community.attachments.words import shown_name
from hrcn_community.conversations.actions.attaching import ChosenFile, add_upload, attach
from hrcn_community.demo.deeds import Deed, person
from hrcn_community.demo.threads import all_written, post_of
from hrcn_community.demo.written import FOLDER, read

A_MOMENT = 0.004  # days: they hang there as soon as the post is sent
DOTS = 144  # to the inch


def file_deeds() -> Iterator[Deed]:
    """Return what was hung at posts that stand."""
    places = groupby(read("files")["file"], key=lambda each: (each["thread"], each["number"]))
    for (thread, number), files in places:
        post = all_written()[thread]["post"][number - 1]
        given = list(files)
        yield Deed(
            post["days_ago"] - A_MOMENT, lambda given=given, by=post["author"]: _hang(given, by)
        )


def _hang(given: list[dict[str, Any]], by: str) -> None:
    post, writer = post_of(given[0]["thread"], given[0]["number"]), person(by)
    chosen = []
    for each in given:
        put = put_away(io.BytesIO(_made(each)))
        upload = add_upload(write_down(put), shown_name(each["name"], put.extension), by=writer)
        chosen.append(ChosenFile(upload.id, each["description"]))
    attach(post, chosen, by=writer)


def _made(written: dict[str, Any]) -> bytes:
    source = FOLDER / "files" / written["source"]
    made = typst.compile(str(source), format=written["form"], ppi=DOTS)
    assert isinstance(made, bytes)  # noqa: S101 - it has one page
    return made
