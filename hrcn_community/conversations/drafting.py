"""Forms whose text is kept on the server while it is being written, and texts that begin with a quote."""

import re
from typing import Any, Self

from flask import flash
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

from config import LANGUAGES
from hrcn_community.access.choices import options
from hrcn_community.access.forms import HouseForm
from hrcn_community.access.guard import viewer
from hrcn_community.conversations.actions.drafts import end_sent_draft
from hrcn_community.conversations.actions.watching import words_to_reread
from hrcn_community.conversations.models import Draft, Post
from hrcn_community.conversations.queries.drafts import find_draft
from hrcn_community.core.languages import guess_language
from hrcn_community.core.words import _l
from hrcn_community.spaces.models import Space

QUOTED_LINES = re.compile(r"^[ \t]*>[^\n]*\n?", re.M)


class DraftedForm(HouseForm):
    """A form that knows where its text would go, what it was filled from and how far that had come."""

    place = HiddenField()
    sequence = HiddenField(default="0")
    reread = HiddenField(default="")  # the watched words that its writer was asked about already
    draft: Draft | None = None

    @classmethod
    def begun(cls, place: str, *, options: dict[str, Any] | None = None, **given: Any) -> Self:
        """Return the form as its writer left it, by name or masked, else with what is `given`."""
        draft = find_draft(place, actor_ids=viewer().selves)
        kept = MultiDict(draft.fields if draft else {})
        kept["place"], kept["sequence"] = place, str(draft.sequence if draft else 0)
        form = cls(formdata=kept, data=given, **(options or {}))
        form.draft = draft
        return form

    def end_draft(self, place: str) -> None:
        """Let the draft go with what was sent; what was written elsewhere meanwhile is kept, and named."""
        over = self.sequence.data or ""
        known = int(over) if over.isascii() and over.isdigit() else 0
        ids = viewer().selves
        if end_sent_draft(place, self["body"].data or "", over=known, actor_ids=ids):
            flash(
                _("What you wrote here in another tab was not sent; it is kept among your drafts.")
            )

    def asks_to_reread(self, space: Space, language: str) -> bool:
        """Say beside the text, once, for which words its writer is asked to read it again before it goes."""
        title = self["title"].data or "" if "title" in self else ""
        source = self["body"].data or ""
        languages = {language, guess_language(source, language)}
        found = words_to_reread(space, source, title, languages=languages)
        known = (self.reread.data or "").split("|")
        if all(word in known for word in found):
            return False
        self.reread.process(None, "|".join(found))
        words = ", ".join(f"“{word}”" for word in found)
        said = _(
            "Please read this once more: it says %(words)s, which often hurts here. If you mean it "
            "so, send it again; nothing was sent yet.",
            words=words,
        )
        self["body"].errors = [*self["body"].errors, said]
        return True

    @property
    def who(self) -> str:
        """For whom it was drawn: another person, signed in meanwhile, must not be given its text."""
        return viewer().handle


def post_language_options() -> list[Any]:
    """Return what a post may be written in, beginning with: find out yourself."""
    return options([("", _l("Guess from the text")), *LANGUAGES.items()])


def quotation(post: Post) -> str:
    """Return `post` as a quote in Markdown, which names it by its address: whose it is, is looked up."""
    own = QUOTED_LINES.sub("", post.source).strip() or post.source.strip()
    lines = [f"> {line}".rstrip() for line in own.split("\n")]
    return "\n".join([*lines, ">", f"> [#{post.number}](/posts/{post.ref})"])


def with_quotation(text: str, quote: str) -> str:
    """Return `text` and the quote below it, once."""
    if quote in text.replace("\r\n", "\n"):
        return text
    return "\n\n".join(filter(None, [text.rstrip(), quote, ""])) + "\n\n"
