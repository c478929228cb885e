"""Files: added while somebody writes, opened by whoever may read where they hang."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import BadRequest, Forbidden, NotFound

from hrcn_community.access.forms import wants_mask
from hrcn_community.access.guard import (
    act_as,
    allows,
    me,
    no_page,
    permit,
    takes_files,
    viewer,
)
from hrcn_community.access.permissions import Permission
from hrcn_community.access.spaces import find_space
from hrcn_community.accounts.personas import acting_as_persona, self_for
from hrcn_community.accounts.viewer import PUBLIC
from hrcn_community.attachments.actions import SMALL, take_in
from hrcn_community.attachments.adding import AddedFile
from hrcn_community.attachments.links import file_token, find_linked_file
from hrcn_community.attachments.sealing import read_stored
from hrcn_community.conversations.actions.attaching import drop_upload
from hrcn_community.conversations.models import Attachment, FileKind
from hrcn_community.conversations.queries import find_post
from hrcn_community.conversations.queries.files import (
    OpenFile,
    ShownFile,
    added_files,
    find_upload,
)
from hrcn_community.core.errors import Refusal, Unable
from hrcn_community.core.web import page, revalidated
from hrcn_community.spaces.models import Visibility

files = Blueprint("files", __name__)
SANDBOX = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"
DOWNLOADED = "sandbox; default-src 'none'"


@files.post("/files")
@takes_files
@permit(Permission.Own.FILES)
def add() -> Any:
    """Take in one file and answer with the line that stands for it in the form; or say why not."""
    upload = request.files.get("upload")
    if upload is None or not upload.filename:
        raise BadRequest
    _act_as_writer()
    try:
        taken = take_in(upload.stream, upload.filename, by=me(), selves=viewer().selves)
    except (Refusal, Unable) as refused:
        return page("files/_refused.html", _status(refused), why=refused.message)
    return page("files/_added.html", each=_added(taken))


@files.post("/files/<ref>/end")
@permit(Permission.Own.FILES, find_upload)
def drop(attachment: Attachment) -> Any:
    drop_upload(attachment)
    return "", 204


@files.get("/files/<token>")
@permit(Permission.Posts.READ_FILE, find_linked_file)
def show(found: OpenFile) -> Response:
    return answer_file(found)


@files.get("/files/<token>/small")
@no_page
@permit(Permission.Posts.READ_FILE, find_linked_file)
def small(found: OpenFile) -> Response:
    if not found.file.small_size:
        raise NotFound
    return _answer(found, found.file.name + SMALL, "image/webp")


def register_files(app: Flask) -> None:
    """Let pages say where a file is to be had, for whoever looks at them."""
    app.jinja_env.globals["file_href"] = _href


def answer_file(found: OpenFile) -> Response:
    return _answer(found, found.file.name, found.file.media_type)


def _href(file: ShownFile) -> str:
    """Return where a file is to be had: a link to a public one can be passed on, of others none can."""
    return f"/files/{file_token(file.ref, PUBLIC if file.is_public else viewer())}"


def _act_as_writer() -> None:
    """Let a file that is added under a pseudonym be the persona's from the beginning.

    So is one that is added to a post which the persona wrote.
    """
    if post := find_post(request.form.get("post", ""), viewer=viewer()):
        act_as(self_for(me(), post.author_id))
        return
    if not wants_mask():
        return
    space = find_space(request.form.get("space", ""), viewer=viewer())
    if space is None or not allows(viewer(), Permission.Posts.MASK, space):
        raise Forbidden
    act_as(acting_as_persona(me(), space))


def _added(taken: Attachment) -> AddedFile:
    [file] = added_files([taken.ref], owner_ids=[me().id])
    return AddedFile(file, "")


def _status(refused: Refusal | Unable) -> int:
    return refused.code if isinstance(refused, Unable) else 422


def _answer(found: OpenFile, name: str, media_type: str) -> Response:
    """Return the bytes: a picture that we made shows itself, everything else is only to be kept."""
    is_picture = found.file.kind == FileKind.IMAGE
    headers = {
        "Content-Type": f"{media_type}; charset=utf-8"
        if media_type == "text/plain"
        else media_type,
        "Content-Disposition": _disposition("inline" if is_picture else "attachment", found),
        "Content-Security-Policy": SANDBOX if is_picture else DOWNLOADED,
    }
    validator = f"{found.file.digest[:32]}-{media_type.rpartition('/')[2]}"
    if not is_picture or not _may_be_kept(found):
        return Response(_content(found, name), headers=headers, direct_passthrough=True)
    if known := revalidated(validator, _keeping(found)):
        return known
    headers |= {"ETag": f'"{validator}"', "Cache-Control": _keeping(found)}
    return Response(_content(found, name), headers=headers, direct_passthrough=True)


def _content(found: OpenFile, name: str) -> Any:
    return read_stored(name, found.file.key_ref)


def _may_be_kept(found: OpenFile) -> bool:
    """May a browser keep it, if it asks again each time? Nothing of a closed space stays in one."""
    return found.space is not None and not found.space.audience.is_closed


def _keeping(found: OpenFile) -> str:
    is_public = found.space is not None and found.space.audience == Visibility.PUBLIC
    whose = "public" if is_public and not viewer().is_signed_in else "private"
    return f"{whose}, max-age=0, must-revalidate"


def _disposition(way: str, found: OpenFile) -> str:
    """Return the header that names the file, in letters that every browser understands, and in its own."""
    name = found.attachment.name
    plain = "".join(sign if sign.isascii() and sign not in '"\\%' else "_" for sign in name)
    return f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
