"""Writing a module, publishing it, and publishing it anew."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions import (
    edit_post,
    open_conversation,
    publish_post,
    rename,
    set_heading,
    write_post,
)
from hrcn_community.conversations.models import Conversation, Post, PostState
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.text import one_line
from hrcn_community.learning.events import ModulePublished
from hrcn_community.learning.manuscript import Manuscript, WrittenStep
from hrcn_community.learning.models import (
    ROOM,
    AlreadyPublished,
    Module,
    NoRightAnswer,
    Question,
    Step,
)
from hrcn_community.spaces.actions import open_space
from hrcn_community.spaces.models import Space, Visibility


def write_module(
    written: Manuscript, *, by: Viewer, visibility: Visibility = Visibility.PUBLIC
) -> Module:
    """Add a module that nobody but its author sees before it is published."""
    _check(written)
    front, lessons = _open_conversations(written, visibility, by)
    module = Module(
        slug=written.slug,
        front=front,
        lessons_id=lessons.id,
        post_id=_describe(front, written, by).id,
        author_id=by.id,
        **_outline(written),
    )
    db.session.add(module)
    db.session.flush()
    for position, step in enumerate(written.steps, 1):
        place = front if position == 1 else lessons
        post = write_post(place, step.body, by=by, state=PostState.DRAFT, heading=step.title)
        discussion = _open_discussion(module, step, lessons.space, by)
        _add_step(module, 1, position, step, post, discussion.id)
    db.session.flush()
    return module


def publish_module(module: Module, *, by: Viewer) -> None:
    """Let everybody find the module whom its spaces are open to."""
    if module.published_at:
        raise AlreadyPublished
    for post in _posts_of(module):
        publish_post(post, by=by)
    module.published_at, module.published_by_id = clock.now(), by.id
    record(ModulePublished(module_id=module.id, version=module.version), by=by.id)


def publish_anew(module: Module, written: Manuscript, *, by: Viewer) -> None:
    """Publish the next version. Whoever began an earlier one stays on it; its texts stay as they were."""
    _check(written)
    posts = {post.id: post for post in _posts_of(module)}
    before = {step.slug: step for step in _steps_of(module)}
    version, lessons = module.version + 1, _conversation(module.lessons_id)
    for position, step in enumerate(written.steps, 1):
        old, place = before.get(step.slug), module.front if position == 1 else lessons
        post = posts[old.post_id] if old else None
        if post is None or post.conversation_id != place.id:
            post = write_post(place, step.body, by=by, heading=step.title)
        else:
            edit_post(post, step.body, by=by)
            set_heading(post, step.title)
        discussion_id = (
            old.discussion_id if old else _open_discussion(module, step, lessons.space, by).id
        )
        _add_step(module, version, position, step, post, discussion_id)
    edit_post(posts[module.post_id], written.description, by=by)
    set_heading(posts[module.post_id], written.summary)
    rename(module.front, written.title)
    for column, value in _outline(written).items():
        setattr(module, column, value)
    module.version = version
    record(ModulePublished(module_id=module.id, version=version), by=by.id)


def _describe(front: Conversation, written: Manuscript, by: Viewer) -> Post:
    state, heading = PostState.DRAFT, written.summary
    return write_post(front, written.description, by=by, state=state, heading=heading)


def _check(written: Manuscript) -> None:
    if not written.is_answerable:
        raise NoRightAnswer


def _outline(written: Manuscript) -> dict[str, object]:
    return {
        "summary": one_line(written.summary),
        "audience": one_line(written.audience),
        "minutes": written.minutes,
        "step_count": len(written.steps),
    }


def _open_conversations(
    written: Manuscript, visibility: Visibility, by: Viewer
) -> tuple[Conversation, Conversation]:
    """Open the place where a module is introduced and the one where it is learned; the public has none of these."""
    address = f"/modules/{written.slug}"
    front_space = open_space(written.title, visibility, language=written.language)
    front = open_conversation(
        front_space, ROOM, written.title, address, by=by, language=written.language
    )
    if visibility != Visibility.PUBLIC:
        return front, front
    lessons_space = open_space(written.title, Visibility.NETWORK, language=written.language)
    lessons = open_conversation(
        lessons_space, ROOM, written.title, f"{address}/steps", by=by, language=written.language
    )
    return front, lessons


def _open_discussion(module: Module, step: WrittenStep, space: Space, by: Viewer) -> Conversation:
    return open_conversation(
        space,
        ROOM,
        step.title,
        f"{module.address}/steps/{step.slug}",
        by=by,
        language=module.front.language,
    )


def _add_step(
    module: Module,
    version: int,
    position: int,
    written: WrittenStep,
    post: Post,
    discussion_id: int,
) -> None:
    step = Step(
        module_id=module.id,
        version=version,
        position=position,
        slug=written.slug,
        title=one_line(written.title),
        kind=written.kind,
        minutes=written.minutes,
        post_id=post.id,
        revision=post.revision,
        discussion_id=discussion_id,
        plan=written.plan,
    )
    db.session.add(step)
    db.session.flush()
    _add_questions(step, written)


def _add_questions(step: Step, written: WrittenStep) -> None:
    db.session.add_all(
        Question(
            step_id=step.id,
            position=place,
            key=each.key,
            kind=each.kind,
            prompt=each.prompt,
            graded=each.graded,
            options=list(each.options),
            accept=list(each.accept),
            explanation=each.explanation,
        )
        for place, each in enumerate(written.questions, 1)
    )


def _steps_of(module: Module) -> Sequence[Step]:
    return db.session.scalars(
        select(Step)
        .where(Step.module_id == module.id, Step.version == module.version)
        .order_by(Step.position)
    ).all()


def _posts_of(module: Module) -> Sequence[Post]:
    """Return the description and the texts of the published version, in their order."""
    ids = [module.post_id, *(step.post_id for step in _steps_of(module))]
    posts = db.session.scalars(
        select(Post)
        .join(Post.conversation)
        .join(Conversation.space)
        .options(contains_eager(Post.conversation).contains_eager(Conversation.space))
        .where(Post.id.in_(ids))
    )
    return sorted(posts, key=lambda post: ids.index(post.id))


def _conversation(id_: int) -> Conversation:
    return db.session.scalars(
        select(Conversation)
        .join(Conversation.space)
        .options(contains_eager(Conversation.space))
        .where(Conversation.id == id_)
    ).one()
