"""What several addresses of posts share."""

from hrcn_community.conversations.models import Post, PostState
from hrcn_community.conversations.queries.translations import original_of


def address(post: Post) -> str:
    """Return where `post` stands; a translation stands on a page of its own, beside its original."""
    if post.number is not None:
        return place(post)
    found = original_of(post)
    if found and post.state == PostState.PUBLISHED:
        return f"/posts/{found.original.ref}/translations/{post.language}"
    return place(found.original) if found else post.conversation.address


def place(post: Post) -> str:
    """Return the place of a post in its conversation."""
    return f"{post.conversation.address}?post={post.number}#p{post.number}"
