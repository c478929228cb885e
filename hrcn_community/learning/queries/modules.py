"""Modules through a viewer: the list, the page of one, and the learner's place in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import Markup
from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import contains_eager

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.conversations.visibility import posts_visible_to
from hrcn_community.core.db import db
from hrcn_community.learning.models import Enrolment, Module, NotEnrolled, Step, StepDone
from hrcn_community.learning.queries.progress import Outline, outline
from hrcn_community.spaces.models import Space

PAGE = 30


@dataclass(frozen=True)
class ModuleRow:
    """A module as the list shows it; `done` is None for whoever has not begun it."""

    title: str
    href: str
    sentence: str
    step_count: int
    minutes: int
    done: int | None
    lang: str


@dataclass(frozen=True)
class ModuleList:
    modules: Sequence[ModuleRow]
    after: str


@dataclass(frozen=True)
class ModulePage:
    """What a module is, and how far the viewer has come."""

    module: Module
    description: Markup
    author_name: str
    author_handle: str
    enrolment: Enrolment | None
    outline: Outline


@dataclass(frozen=True)
class Learning:
    """A module and the viewer's own place in it."""

    module: Module
    enrolment: Enrolment

    @property
    def space(self) -> Space:
        return self.module.space


def find_module(slug: str, *, viewer: AnyViewer) -> Module | None:
    """Return a published module whose front is open to `viewer`."""
    return db.session.scalar(
        _published().where(Module.slug == bindparam("slug"), visible_to(viewer)), {"slug": slug}
    )


@cache  # putting this together takes as long as running it
def _published() -> Select[Module]:
    return (
        select(Module)
        .join(Module.front)
        .join(Conversation.space)
        .options(contains_eager(Module.front).contains_eager(Conversation.space))
        .where(Module.published_at.is_not(None))
    )


def find_learning(slug: str, *, viewer: AnyViewer) -> Learning | None:
    """Return a module that `viewer` has begun."""
    module = find_module(slug, viewer=viewer)
    enrolment = module and enrolment_of(module, viewer=viewer)
    return Learning(module, enrolment) if module and enrolment else None


def enrolment_of(module: Module, *, viewer: AnyViewer) -> Enrolment | None:
    if not viewer.is_member:
        return None
    return db.session.scalar(
        select(Enrolment).where(Enrolment.module_id == module.id, Enrolment.person_id == viewer.id)
    )


def own_enrolment(module: Module, *, viewer: AnyViewer) -> Enrolment:
    """Return the viewer's enrolment; raise NotEnrolled where there is none."""
    enrolment = enrolment_of(module, viewer=viewer)
    if enrolment is None:
        raise NotEnrolled
    return enrolment


def modules(*, viewer: AnyViewer, after: str = "") -> ModuleList:
    """Return a page of published modules in the order of their addresses, from `after` on."""
    mine = and_(Enrolment.module_id == Module.id, Enrolment.person_id == viewer.id)
    done = select(func.count()).where(StepDone.enrolment_id == Enrolment.id).correlate(Enrolment)
    found = db.session.execute(
        select(Module.slug, Module.summary, Module.minutes, Module.step_count)
        .add_columns(Conversation.title, Conversation.language, Enrolment.id.label("enrolment_id"))
        .add_columns(done.scalar_subquery().label("done"))
        .join(Conversation, Conversation.id == Module.front_id)
        .join(Space, Space.id == Conversation.space_id)
        .outerjoin(Enrolment, mine)
        .where(Module.published_at.is_not(None), Module.slug > after, visible_to(viewer))
        .order_by(Module.slug)
        .limit(PAGE + 1)
    ).all()
    last = found[PAGE - 1].slug if len(found) > PAGE else ""
    return ModuleList([_row(row) for row in found[:PAGE]], last)


def module_page(module: Module, *, viewer: AnyViewer) -> ModulePage:
    """Return what the page of a module shows."""
    enrolment = enrolment_of(module, viewer=viewer)
    version = enrolment.version if enrolment else module.version
    about = db.session.execute(
        select(Post.html, Person.name, Person.handle)
        .outerjoin(Person, Person.id == module.author_id)
        .where(Post.id == module.post_id, posts_visible_to(viewer))
    ).one_or_none()
    html, name, handle = about or ("", "", "")
    return ModulePage(
        module=module,
        description=Markup(html),  # noqa: S704 - gated by core.richtext when it was written
        author_name=name or "",
        author_handle=handle or "",
        enrolment=enrolment,
        outline=outline(module, version, enrolment, viewer=viewer),
    )


def step_of_post(conversation_id: int, number: int, module: Module) -> str:
    """Return the address of the published step whose text is post `number` of a conversation, or ''."""
    slug = db.session.scalar(
        select(Step.slug)
        .join(Post, Post.id == Step.post_id)
        .where(Step.module_id == module.id, Step.version == module.version)
        .where(Post.conversation_id == conversation_id, Post.number == number)
    )
    return f"{module.address}/steps/{slug}" if slug else ""


def _row(row: Any) -> ModuleRow:
    return ModuleRow(
        title=row.title,
        href=f"/modules/{row.slug}",
        sentence=row.summary,
        step_count=row.step_count,
        minutes=row.minutes,
        done=row.done if row.enrolment_id else None,
        lang=row.language,
    )
