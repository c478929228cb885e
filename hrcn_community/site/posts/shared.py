"""What several addresses of posts share."""

from hrcn_community.conversations.models import Post, PostState
from hrcn_community.conversations.queries.translations import original_of


def address(post: Post) -> str:
    """Return where `post` stands or waits; a translation stands on a page of its own, beside its original."""
    if post.number is not None:
        return post.address
    found = original_of(post)
    if found and post.state == PostState.PUBLISHED:
        return f"/posts/{found.original.ref}/translations/{post.language}"
    return found.original.address if found else post.address
