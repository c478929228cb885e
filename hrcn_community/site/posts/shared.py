"""What several addresses of posts share."""

from hrcn_community.conversations.models import Post


def address(post: Post) -> str:
    """Return where `post` stands."""
    return f"{post.conversation.address}?post={post.number}#p{post.number}"
