"""Files of a confidential space, with secret words in their names, descriptions and bytes."""

import io
from dataclasses import replace

from PIL import Image, PngImagePlugin
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from hrcn_community.accounts.models import SignIn
from hrcn_community.accounts.viewer import PUBLIC, AnyViewer, Viewer, viewer_of
from hrcn_community.attachments.links import file_token
from hrcn_community.conversations.actions.attaching import ChosenFile, change_files
from hrcn_community.conversations.models import Attachment, Conversation, Post
from hrcn_community.core.db import db
from hrcn_community.discussions.actions import start_thread
from hrcn_community.moderation.actions.claiming import claim
from hrcn_community.moderation.actions.deciding import decide
from hrcn_community.moderation.actions.filing import file_notice
from hrcn_community.moderation.models import Category, Complaint, Matter, Measure, Ruling
from hrcn_community.moderation.queries.subjects import find_subject
from hrcn_community.spaces.models import Space
from tests.attachments.sending import add
from tests.browsing import Browser
from tests.canary.planters import MARK, House, there
from tests.factories import Somebody


def plant_files(house: House) -> None:
    """At a post, and with somebody who has not sent them yet."""
    ben = house.cast.ben
    names = [house.secret(f"name of a {kind}").split()[0] for kind in ("picture", "text")]
    given = (_picture(), f"{names[0]}.png"), (f"{MARK}inafile".encode(), f"{names[1]}.txt")
    refs = [add(ben.browser, data, name) for data, name in given]
    add(ben.browser, f"{MARK}neversent".encode(), f"{MARK}neversent.txt")
    ids = {each.ref: each.id for each in house.world.rows(Attachment)}
    files = [ChosenFile(ids[ref], house.secret(f"description {ref}")) for ref in refs]

    def plant(viewer: Viewer) -> None:
        space = db.session.get_one(Space, house.space.id)
        start_thread(space, "A thread with files", "Here they are.", by=viewer, files=files)

    house.act(ben, plant)


def plant_a_file_that_is_hidden(house: House) -> None:
    """Ben sends two; Ines gives notice of one and Ruth hides it, the other he takes out again himself."""
    cast = house.cast
    ben = cast.ben
    names = [
        said.split()[0] for said in (house.secret("name of a hidden file"), house.never("dropped"))
    ]
    abouts = [house.secret("description of a hidden file"), house.never("description of a file")]
    refs = [add(ben.browser, f"{name} inside".encode(), f"{name}.txt") for name in names]
    ids = {each.ref: each.id for each in house.world.rows(Attachment)}

    def write(viewer: Viewer) -> str:
        space = db.session.get_one(Space, house.space.id)
        files = [ChosenFile(ids[ref], about) for ref, about in zip(refs, abouts, strict=True)]
        thread = start_thread(space, "Hidden files", "Both of them.", by=viewer, files=files)
        first = find_post_at(thread.conversation_id)
        change_files(first, files[:1], dropped=[ids[refs[1]]], by=viewer)
        return first.ref

    def give_notice(viewer: Viewer) -> int:
        subject = there(find_subject(f"/posts/{post_ref}?file={refs[0]}", viewer=viewer))
        said = Complaint(Category.RULE, house.secret("why a file is wrong"), rule="3")
        return file_notice(subject, said, by=viewer, address="::1").matter_id

    def hide(viewer: Viewer) -> str:
        matter = db.session.get_one(Matter, matter_id)
        claim(matter, by=viewer)
        reason = house.secret("reason why a file is hidden")
        return decide(matter, Ruling(reason, Measure.HIDE, facts="One.", rule="3"), by=viewer).ref

    post_ref = house.act(ben, write)
    matter_id = house.act(cast.ines, give_notice)
    house.known.add(house.act(cast.ruth, hide))


def find_post_at(conversation_id: int) -> Post:
    """Return the first post of a conversation with where it stands, for a deed."""
    rows = select(Post).join(Post.conversation).join(Conversation.space)
    loaded = contains_eager(Post.conversation).contains_eager(Conversation.space)
    first = Post.conversation_id == conversation_id, Post.number == 1
    return db.session.scalars(rows.options(loaded).where(*first)).one()


def tokens_for(house: House, who: AnyViewer) -> list[str]:
    """Return the token that the house would make for somebody, of every file there is."""
    refs = [each.ref for each in house.world.rows(Attachment)]
    return [house.world.ask(lambda ref=ref: file_token(ref, who)) for ref in refs]


def in_their_browser(house: House, somebody: Somebody) -> AnyViewer:
    """Return the viewer that the newest browser of somebody makes them."""
    assert somebody.browser
    newest = house.world.rows(SignIn, person_id=somebody.id)[-1]
    viewer = house.world.ask(lambda: viewer_of(somebody.id))
    return replace(viewer, sign_in_id=newest.id)


def addresses_for(house: House, asker: str, browser: Browser) -> list[str]:
    """Return all addresses at which somebody outside could try to open a file: of theirs, and of those inside."""
    own = PUBLIC if asker == "the public" else in_their_browser(house, house.others[asker])
    tokens = tokens_for(house, own)
    for insider in house.insiders[:2]:
        tokens += tokens_for(house, in_their_browser(house, insider))
    return [address for token in tokens for address in (f"/files/{token}", f"/files/{token}/small")]


def _picture() -> bytes:
    """Return a picture whose text chunk bears the mark: it is gone when it was cleaned."""
    written, told = io.BytesIO(), PngImagePlugin.PngInfo()
    told.add_text("Author", f"{MARK}author")
    Image.new("RGB", (40, 30), "teal").save(written, "PNG", pnginfo=told)
    return written.getvalue()
