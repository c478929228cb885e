"""What stands beside the posts of a page: files, polls, translations, quotes, and what is the viewer's own.

Each part asks the database only where a post of the page says that there is something to ask for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.queries.files import ShownFile, files_of
from hrcn_community.conversations.queries.marks import OwnMarks, own_marks
from hrcn_community.conversations.queries.notes import ShownNote, notes_at
from hrcn_community.conversations.queries.polls import ShownPoll, polls_in
from hrcn_community.conversations.queries.quotes import QuotesAround, quotes_around
from hrcn_community.conversations.queries.translations import ShownTranslation, translations_of
from hrcn_community.conversations.shown import ShownPost


@dataclass(frozen=True)
class Beside:
    """By the id of a post: what belongs to it and is no part of its text."""

    marks: OwnMarks = field(default_factory=OwnMarks)
    polls: dict[int, ShownPoll] = field(default_factory=dict)
    translations: dict[int, tuple[ShownTranslation, ...]] = field(default_factory=dict)
    quotes: dict[int, QuotesAround] = field(default_factory=dict)
    files: dict[int, tuple[ShownFile, ...]] = field(default_factory=dict)
    notes: Mapping[int, tuple[ShownNote, ...]] = field(default_factory=dict)  # of facilitators

    def keys(self, posts: Sequence[ShownPost], viewer: AnyViewer) -> dict[int, tuple[object, ...]]:
        """Return, by number, what makes a post look for `viewer` as it does beyond its print: a key of what is kept.

        Only for posts that look the same to all with the same marks: one's own bear forms with a token,
        not everybody may edit a shared one, what others wrote beside a post depends on what one may read
        of it, and the addresses of files are made for each who looks. What is folded is so for one alone.
        """
        apart = {*self.polls, *self.translations, *self.quotes, *self.files, *self.notes}
        return {
            post.number: (*post.standing, *self.marks.of(post.id))
            for post in posts
            if post.state == "shown" and not post.is_wiki and post.id not in apart
            if not post.is_folded and not post.author.is_masked and not viewer.wrote(post.author_id)
        }

    @property
    def print(self) -> tuple[Any, ...]:
        """Everything of it that the public is shown; all of it hashable, as a key of what is kept."""
        files = self.files.items()
        return *self.polls.items(), *self.translations.items(), *self.quotes.items(), *files


def beside(posts: Sequence[ShownPost], *, viewer: AnyViewer) -> Beside:
    """Return what stands beside `posts`, as far as `viewer` may see it."""
    shown = [post for post in posts if post.state == "shown"]
    return Beside(
        marks=own_marks(shown, viewer=viewer),
        polls=polls_in(shown, viewer=viewer),
        translations=translations_of(shown, viewer=viewer),
        quotes=quotes_around(shown, viewer=viewer),
        files=files_of(shown),
        notes=notes_at([post.id for post in posts], viewer=viewer),
    )
