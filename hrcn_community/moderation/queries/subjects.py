"""What a notice is about: found by the address of a page, as far as whoever gives notice may see it."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.as_seen import find_person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.attachments.links import REF, find_linked_file
from hrcn_community.conversations import queries
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.conversations.queries.files import OpenFile, find_file
from hrcn_community.conversations.visibility import posts_visible_to
from hrcn_community.core import richtext
from hrcn_community.core.db import db
from hrcn_community.core.text import split_address
from hrcn_community.moderation.models import About

BY_REF = re.compile(r"/posts/([0-9a-z]{1,40})(?:/.*)?")
LINKED = re.compile(r"/files/([0-9a-z]{1,60})(?:/small)?")
PERSON = re.compile(r"/people/([^/]{1,40})")
NUMBER = re.compile(r"p?([0-9]{1,9})")


@dataclass(frozen=True)
class Subject:
    """What a notice is about: a post, a file at one, or somebody's profile; and what it says now."""

    address: str
    person_id: int | None
    text: str
    post: Post | None = None
    file_ref: str = ""

    @property
    def about(self) -> About:
        if self.file_ref:
            return About.FILE
        return About.POST if self.post else About.PROFILE


def find_subject(address: str, *, viewer: AnyViewer) -> Subject | None:
    """Return what stands at an address of this house, if it is open to `viewer`; nobody learns more."""
    parts = split_address(address.strip()[:300])
    if found := LINKED.fullmatch(parts.path):
        is_ref = len(found[1]) == REF
        find = find_file if is_ref else find_linked_file
        return _of_file(find(found[1], viewer=viewer), None, viewer)
    if found := BY_REF.fullmatch(parts.path):
        post = queries.find_post(found[1], viewer=viewer)
        if ref := parse_qs(parts.query).get("file", [""])[0][:40]:
            return _of_file(find_file(ref, viewer=viewer), post, viewer)
        return _of_post(post)
    if found := PERSON.fullmatch(parts.path):
        return _of_person(found[1], viewer)
    said = parse_qs(parts.query).get("post", [""])[0]
    numbers = [NUMBER.fullmatch(each) for each in (parts.fragment, said)]
    number = next((int(each[1]) for each in numbers if each), 1)
    return _of_post(_post_at(parts.path, number, viewer))


def _post_at(path: str, number: int, viewer: AnyViewer) -> Post | None:
    return db.session.scalar(
        select(Post)
        .join(Post.conversation)
        .join(Conversation.space)
        .options(contains_eager(Post.conversation).contains_eager(Conversation.space))
        .where(Conversation.address == path, Post.number == number)
        .where(visible_to(viewer), posts_visible_to(viewer))
    )


def _of_post(post: Post | None) -> Subject | None:
    if post is None:
        return None
    return Subject(f"/posts/{post.ref}", post.author_id, richtext.plain(post.html), post)


def _of_file(found: OpenFile | None, at: Post | None, viewer: AnyViewer) -> Subject | None:
    """Return a file at the post that the address names, or at whichever it hangs."""
    if found is None or found.attachment.post is None:
        return None
    post = queries.find_post(found.attachment.post.ref, viewer=viewer)
    if post is None or (at is not None and at.id != post.id):
        return None
    file = found.attachment
    words, address = f"{file.name}\n{file.description}", f"/posts/{post.ref}?file={file.ref}"
    # In a room whose posts bear no author nobody learns here who brought a file.
    owner_id = file.owner_id if post.author_id else None
    return Subject(address, owner_id or post.author_id, words.strip(), post, file.ref)


def _of_person(handle: str, viewer: AnyViewer) -> Subject | None:
    person = find_person(handle, viewer=viewer)
    if person is None:
        return None
    words = [person.name, person.headline, richtext.plain(person.bio_html)]
    return Subject(f"/people/{person.handle}", person.id, "\n".join(filter(None, words)))
