"""The files of a form: those that were added before it is sent, and those that come with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import Field

from hrcn_community.access.forms import HouseForm
from hrcn_community.access.guard import ask_again, me, viewer
from hrcn_community.accounts.personas import acting_as_persona
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.attachments.actions import LARGEST, take_in
from hrcn_community.conversations.actions.attaching import ChosenFile, drop_upload
from hrcn_community.conversations.models import LONGEST_DESCRIPTION, MOST_FILES, Post, TooManyFiles
from hrcn_community.conversations.queries.files import (
    ShownFile,
    added_files,
    files_at,
    find_upload,
)
from hrcn_community.core.db import settle
from hrcn_community.core.errors import Refusal, Unable
from hrcn_community.core.text import one_line
from hrcn_community.core.words import _l

# What the browser's own window offers first; what is taken is decided by what is in a file.
OFFERED = (
    "image/jpeg,image/png,image/webp,image/gif,image/avif,application/pdf,"
    ".docx,.xlsx,.pptx,.odt,.ods,.odp,.txt,.csv,.md"
)


@dataclass(frozen=True)
class AddedFile:
    """A file in a form: how it is described there, and whether it shall be left out."""

    file: ShownFile
    description: str
    is_dropped: bool = False
    may_drop: bool = True

    @property
    def description_name(self) -> str:
        return f"about-{self.file.ref}"


class FilesField(Field):
    """The refs of files, each with its description in a field beside it."""

    data: list[tuple[str, str]]
    dropped: frozenset[str] = frozenset()

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(formdata, data or [], extra_filters)
        if self.raw_data:  # an empty one always comes along: a form without it is not filled in yet
            self.data = [
                (ref, one_line(formdata.get(f"about-{ref}", ""))[: LONGEST_DESCRIPTION + 1])
                for ref in dict.fromkeys(self.raw_data)
                if ref
            ][: 2 * MOST_FILES]
            self.dropped = frozenset(formdata.getlist("drop"))

    def process_formdata(self, valuelist: Any) -> None:
        """Nothing: `process` reads what stands beside, too."""


class FilesPart(HouseForm):
    """A form that takes files; `at` is the post that is changed, where there is one."""

    files = FilesField(_l("Files"))
    upload = MultipleFileField(_l("Add files"))
    at: Post | None = None
    added: Sequence[AddedFile] = ()
    takes_files = True
    _masked_ids: tuple[int, ...] = ()
    largest_file, most_files, offered_files = LARGEST, MOST_FILES, OFFERED

    def __init__(self, *args: Any, at: Post | None = None, **options: Any) -> None:
        if at is not None and at.file_count:
            stand = files_at([at.id]).get(at.id, ())
            options["data"] = {**(options.get("data") or {}), "files": _described(stand)}
        super().__init__(*args, **options)
        self.at = at
        self.takes_files = at is None or not at.is_translation
        self._look_up()

    def validate(self, extra_validators: Any = None) -> bool:
        troubles = [*self._missing(), *self._take_in()]
        sound = super().validate(extra_validators)
        self.files.errors = [*self.files.errors, *troubles, *self._too_much()]
        return sound and not self.files.errors

    def chosen_files(self) -> list[ChosenFile]:
        """Return the files that shall hang at the post; only of a form that is valid.

        Those that were added and left out again are forgotten.
        """
        for each in self.added:
            if each.is_dropped and (upload := find_upload(each.file.ref, viewer=viewer())):
                drop_upload(upload)
        return [ChosenFile(each.file.id, each.description) for each in self._kept()]

    def dropped_files(self) -> list[int]:
        """Return which files shall hang at the post no longer."""
        return [each.file.id for each in self.added if each.is_dropped]

    def _texts(self) -> list[str]:
        """Return what else is read before it is sent under a pseudonym (see TellingForm)."""
        return [*super()._texts(), *(each.description for each in self._kept())]  # type: ignore[misc]

    def _kept(self) -> Iterator[AddedFile]:
        return (each for each in self.added if not each.is_dropped)

    def _look_up(self) -> None:
        described = dict(self.files.data)
        owner_ids = {*viewer().selves, *self._masked_ids}
        found = added_files(list(described), owner_ids=owner_ids, post=self.at)
        self.added = [
            AddedFile(
                file=each,
                description=described[each.ref],
                is_dropped=each.ref in self.files.dropped and self._may_drop(each),
                may_drop=self._may_drop(each),
            )
            for each in found
        ]

    def _may_drop(self, file: ShownFile) -> bool:
        """Of a shared text everybody adds; a file is taken away by whoever added it, or wrote the text."""
        is_own = viewer().wrote(file.owner_id)
        return is_own or self.at is None or viewer().wrote(self.at.author_id)

    def _missing(self) -> list[str]:
        if len(self.added) == len(self.files.data):
            return []
        return [_("A file that you added is not there any more. Please add it again.")]

    def _take_in(self) -> list[str]:
        """Take in what comes with the form itself; return what is wrong with it."""
        sent = [each for each in request.files.getlist("upload") if each.filename]
        room = MOST_FILES - len(list(self._kept()))
        troubles = list(self._take_all(sent[:room]))
        if len(self.files.data) > len(self.added):
            settle()  # what was taken in is kept, whatever becomes of the rest of the form
            ask_again()
            self._look_up()
        return troubles if len(sent) <= room else [*troubles, str(TooManyFiles.message)]

    def _take_all(self, uploads: Sequence[FileStorage]) -> Iterator[str]:
        """Take in one after the other, and yield what is wrong; where none can be taken now, end."""
        for upload in uploads:
            name = upload.filename or ""
            try:
                taken = take_in(upload.stream, name, by=self._writer(), selves=viewer().selves)
            except (Refusal, Unable) as refused:
                yield f"{one_line(name)[:80]}: {refused.message}"
                if isinstance(refused, Unable):
                    return
            else:
                self.files.data = [*self.files.data, (taken.ref, "")]

    def _too_much(self) -> list[str]:
        kept = list(self._kept())
        if len(kept) > MOST_FILES:
            return [str(TooManyFiles.message)]
        if any(len(each.description) > LONGEST_DESCRIPTION for each in kept):
            return [_("Describe a file in at most %(most)s characters.", most=LONGEST_DESCRIPTION)]
        return []

    def _writer(self) -> Viewer:
        """Return as whom a file is added: under the pseudonym under which the form is sent."""
        space = getattr(self, "space", None)
        if space is None or not getattr(self, "is_masked", False):
            return me()
        persona = acting_as_persona(me(), space)
        self._masked_ids = (persona.id,)  # made in this very request, perhaps
        return persona


def added_in(fields: Mapping[str, Any]) -> list[AddedFile]:
    """Return the files that a draft with these fields names, and that are the viewer's to send."""
    named = fields.get("files", [])
    refs = [named] if isinstance(named, str) else list(named)
    found = added_files(refs, owner_ids=viewer().selves)
    return [AddedFile(each, str(fields.get(f"about-{each.ref}", ""))) for each in found]


def _described(files: Sequence[ShownFile]) -> list[tuple[str, str]]:
    return [(each.ref, each.description) for each in files]
