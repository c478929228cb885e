"""The standing pages: shipped with the software, written anew by the core team, every version kept."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from hrcn_community.accounts.accepting import ACCEPTED
from hrcn_community.accounts.viewer import AnyViewer, Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import after_commit, db, take_turn
from hrcn_community.core.events import record
from hrcn_community.core.text import clean
from hrcn_community.privacy.accepting import look_again
from hrcn_community.privacy.keeping_events import PagePublished
from hrcn_community.privacy.keeping_models import Demand, PageText, PageVersion

CONTENT = Path(__file__).parent / "content"
FIRST = "en"  # the language in which every page is there
PAGES = (
    "about",
    "terms",
    "privacy",
    "imprint",
    "accessibility",
    "help",
    "contact",
    "chatham-house-rule",
)


@dataclass(frozen=True)
class Text:
    """A version in one language; `changed` says in a sentence what is different from the one before."""

    language: str
    title: str
    source: str
    changed: str = ""


@dataclass(frozen=True)
class Version:
    """A page as it is, or was, in all its languages."""

    page: str
    number: int
    demands: str
    published_at: datetime
    texts: Mapping[str, Text]

    def text(self, language: str) -> Text:
        """Return the page in this language, or in the one in which it is always there."""
        return self.texts.get(language) or self.texts[FIRST]

    def changed(self, language: str) -> str:
        return self.text(language).changed or self.texts[FIRST].changed


def current(page: str) -> Version:
    return versions(page, at_most=1)[0]


def versions(page: str, *, since: int = 0, at_most: int = 200) -> Sequence[Version]:
    """Return the versions of a page that are newer than `since`, the newest first."""
    rows = db.session.scalars(
        select(PageVersion)
        .where(PageVersion.page == page, PageVersion.number > since)
        .order_by(PageVersion.number.desc())
        .limit(at_most)
    ).all()
    if not rows:
        return [shipped(page)] if since < 1 else []
    texts = _texts([row.id for row in rows])
    return [_version(row, texts.get(row.id, {})) for row in rows]


def find_page(slug: str, *, viewer: AnyViewer) -> Version | None:
    """Return a page as it stands now, if there is one of this name."""
    return current(slug) if slug in PAGES else None


def find_versions(page: str, number: int) -> tuple[Version, Version | None] | None:
    """Return a version and the one before it, None for the first."""
    newest = versions(page, since=number - 2) if number > 0 else []
    found = [each for each in newest if each.number <= number]
    if not found or found[0].number != number:
        return None
    return found[0], found[1] if len(found) > 1 else None


def hold_page(page: str) -> Version:
    """Return a page as it stands, and let nobody else publish it until the end."""
    take_turn(f"page {page}")
    return current(page)


def publish(
    before: Version, texts: Sequence[Text], demands: str = Demand.NOTHING, *, by: Viewer
) -> None:
    """Let a page have these texts from now on. Whoever calls this holds the page as it was `before`."""
    if before.number == 1 and not _is_kept(before):
        _keep(before, None)
    wanted = demands if before.page in ACCEPTED else Demand.NOTHING
    said = {text.language: text for text in texts}
    new = Version(before.page, before.number + 1, wanted, clock.now(), said)
    kept = _keep(new, by.id)
    record(PagePublished(page=before.page, version_id=kept.id), by=by.id)
    after_commit(look_again)


@cache
def shipped(page: str) -> Version:
    """Return a page as it comes with the software."""
    [first] = [each for each in _written(FIRST)["page"] if each["slug"] == page]
    day = datetime.combine(_written(FIRST)["shipped"], time(), UTC)
    texts = {FIRST: Text(FIRST, first["title"], first["body"].strip())}
    for path in CONTENT.glob("pages.*.toml"):
        language = path.name.split(".")[1]
        for each in _written(language)["page"]:
            if each["slug"] == page:
                texts[language] = Text(language, each["title"], each["body"].strip())
    return Version(page, 1, Demand.NOTHING, day, texts)


@cache
def _written(language: str) -> dict[str, Any]:
    name = "pages.toml" if language == FIRST else f"pages.{language}.toml"
    return tomllib.loads((CONTENT / name).read_text(encoding="utf-8"))


def _is_kept(version: Version) -> bool:
    same = select(PageVersion.id).where(
        PageVersion.page == version.page, PageVersion.number == version.number
    )
    return db.session.scalar(same) is not None


def _keep(version: Version, by_id: int | None) -> PageVersion:
    kept = PageVersion(
        page=version.page,
        number=version.number,
        demands=version.demands,
        published_at=version.published_at,
        published_by_id=by_id,
    )
    db.session.add(kept)
    db.session.flush()
    for text in version.texts.values():
        db.session.add(
            PageText(
                version_id=kept.id,
                language=text.language,
                title=text.title,
                source=clean(text.source).strip(),
                changed=text.changed,
            )
        )
    return kept


def _texts(version_ids: Sequence[int]) -> dict[int, dict[str, Text]]:
    found: dict[int, dict[str, Text]] = {}
    for row in db.session.scalars(select(PageText).where(PageText.version_id.in_(version_ids))):
        text = Text(row.language, row.title, row.source, row.changed)
        found.setdefault(row.version_id, {})[row.language] = text
    return found


def _version(row: PageVersion, texts: dict[str, Text]) -> Version:
    return Version(row.page, row.number, row.demands, row.published_at, texts)
