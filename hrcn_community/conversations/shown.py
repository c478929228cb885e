"""Posts and people as pages show them: plain values, nothing that depends on who is looking."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from hrcn_community.accounts.erased import HANDLES as ERASED
from hrcn_community.accounts.models import SiteRole
from hrcn_community.accounts.personas import HANDLES
from hrcn_community.accounts.placeholders import HANDLES as IMPORTED
from hrcn_community.conversations.models import PostLabel, PostState, ReactionKind
from hrcn_community.core.words import _l
from hrcn_community.spaces.models import Space

ROLE_NAMES = {
    SiteRole.PRACTITIONER: _l("Practitioner"),
    SiteRole.OFFICIAL: _l("Official"),
    SiteRole.ADVISOR: _l("Advisor"),
    SiteRole.CORE: _l("Core team"),
    SiteRole.ADMINISTRATOR: _l("System administrator"),
    "": "",
}
LABEL_WORDS = {
    PostLabel.DISPUTED: _l("What this says is disputed."),
    PostLabel.OUTDATED: _l("This is out of date."),
    PostLabel.SENSITIVE: _l("This may be hard to read."),
    PostLabel.NAMES_PEOPLE: _l(
        "This names people who may not have agreed. Please do not pass it on."
    ),
}
REACTION_WORDS = {  # each with the icon that stands beside it
    ReactionKind.THANKS: (_l("Thanks"), "heart"),
    ReactionKind.AGREE: (_l("Agree"), "thumbs-up"),
    ReactionKind.INSIGHT: (_l("Insight"), "lightbulb"),
    ReactionKind.TRIED: (_l("We tried this"), "footprints"),
}
STATE_NAMES = {
    PostState.PUBLISHED: "shown",
    PostState.DELETED: "deleted",
    PostState.HIDDEN: "hidden",
}


@dataclass(frozen=True)
class ShownPerson:
    name: str
    handle: str
    role_label: object
    place: str
    role: str = ""
    is_masked: bool = False

    def __post_init__(self) -> None:
        """Whoever writes under a pseudonym, wrote elsewhere or was erased is a name and no more."""
        if self.handle.startswith(HANDLES):
            object.__setattr__(self, "handle", "")
            object.__setattr__(self, "is_masked", True)
        elif self.handle.startswith(
            (IMPORTED, ERASED)
        ):  # what they are in this network nobody knows
            for name in ("handle", "role_label", "role", "place"):
                object.__setattr__(self, name, "")

    @property
    def href(self) -> str:
        return f"/people/{self.handle}" if self.handle else ""


@dataclass(frozen=True)
class PlacedPost:
    """A post as the subject of a permission: where it stands, and whose it is."""

    space: Space
    author_id: int | None
    is_wiki: bool


@dataclass(frozen=True)
class ShownPost:
    """A post of a page; `html` is the gate's output, empty for a tombstone."""

    id: int
    ref: str
    version: int
    number: int
    href: str
    author: ShownPerson
    author_id: int | None
    posted_at: datetime
    edited_at: datetime | None
    html: Markup
    state: str
    reason: str
    language: str
    taken_back_by_id: int | None
    is_wiki: bool
    has_poll: bool
    has_quotes: bool
    file_count: int
    quoted_count: int
    reactions: dict[str, int]
    translated: list[str]
    last_editor: str
    is_answer: bool = False
    warning: str = ""
    warning_words: str = ""
    is_removed: bool = False
    by_mail: bool = False  # it was sent as a mail, which its author may see whole
    names: tuple[tuple[str, str], ...] = ()  # of those whom `html` quotes, as it says them
    stranger: str = ""  # its language, where the conversation is in another
    is_folded: bool = False  # the viewer mutes its author

    @property
    def history_href(self) -> str:
        return f"/posts/{self.ref}/history"

    def within(self, space: Space) -> PlacedPost:
        return PlacedPost(space, self.author_id, self.is_wiki)

    @property
    def print(self) -> tuple[object, ...]:
        """Everything that the fragment of this post is made from: the key under which it is kept."""
        who = self.author
        role = who.role or str(who.role_label)
        shown = self.id, self.version, self.state, self.href, self.is_answer, self.last_editor
        return *shown, self.stranger, self.names, who.name, who.handle, role, who.place

    @property
    def standing(self) -> tuple[object, ...]:
        """What its menu and its buttons are made from, beside its print."""
        said = tuple(self.reactions.items())
        return self.has_poll, said, tuple(self.translated)


def shown_posts(
    rows: Iterable[Any], address: str, answer: int | None = None, language: str = ""
) -> list[ShownPost]:
    """Return the posts of `queries.post_rows` as a page shows them; `answer` is the accepted number.

    With the `language` of their conversation, a post that is in another one says so.
    """
    return [_shown(row, address, row.number == answer, language or row.language) for row in rows]


def _shown(row: Any, address: str, is_answer: bool, language: str) -> ShownPost:
    return ShownPost(
        id=row.id,
        ref=row.ref,
        version=row.version,
        number=row.number,
        href=f"{address}?post={row.number}#p{row.number}",
        author=ShownPerson(
            row.author_name or "",
            row.author_handle or "",
            ROLE_NAMES[row.author_role or ""],
            row.author_city or "",
            row.author_role or "",
        ),
        author_id=row.author_id,
        posted_at=row.created_at,
        edited_at=row.edited_at,
        html=Markup(row.html),  # noqa: S704 - rendered and gated by core.richtext when it was written
        state=STATE_NAMES[row.state],
        reason=row.taken_back_reason,
        language=row.language,
        taken_back_by_id=row.taken_back_by_id,
        is_wiki=row.is_wiki,
        has_poll=row.has_poll,
        has_quotes=row.has_quotes,
        file_count=row.file_count,
        quoted_count=row.quoted_count,
        reactions=row.reactions,
        translated=row.translated,
        last_editor=row.last_editor or "",
        is_answer=is_answer,
        warning=row.label,
        warning_words=row.label_words,
        is_removed=row.is_removed,
        by_mail=row.by_mail,
        stranger=row.language if row.language != language else "",
    )


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a person, as the home page lists it: the deed in words, and where."""

    href: str
    icon: str
    deed: object
    place: str
    due_at: datetime | None = None
    is_urgent: bool = False
