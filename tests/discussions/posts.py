"""Looking at the posts of a thread in the database."""

from hrcn_community.conversations.models import Post, PostState
from tests.factories import Told, World


def post_of(world: World, thread: Told, number: int = 1) -> Post:
    """Return one post of `thread`."""
    [post] = world.rows(Post, conversation_id=thread.conversation_id, number=number)
    return post


def state_of(world: World, thread: Told, number: int = 1) -> PostState:
    return PostState(post_of(world, thread, number).state)
