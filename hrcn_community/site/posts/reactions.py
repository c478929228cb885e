"""Saying something of a post without a word, and who did."""

from typing import Any

from flask import redirect, request

from hrcn_community.access.guard import me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.conversations import queries
from hrcn_community.conversations.actions.reacting import react, take_reaction_back
from hrcn_community.conversations.models import Post, ReactionKind
from hrcn_community.conversations.queries.marks import own_marks_of
from hrcn_community.conversations.queries.reactions import (
    Reaction,
    find_reaction,
    who_reacted,
)
from hrcn_community.core.web import is_fragment, page
from hrcn_community.site.posts.blueprint import posts
from hrcn_community.site.posts.shared import address


@posts.post("/posts/<ref>/reactions/<kind>")
@permit(Permission.Posts.REACT, find_reaction)
def say(reaction: Reaction) -> Any:
    react(reaction.post, reaction.kind, by=me())
    return _marked(reaction.post)


@posts.post("/posts/<ref>/reactions/<kind>/end")
@permit(Permission.Posts.REACT, find_reaction)
def say_no_longer(reaction: Reaction) -> Any:
    take_reaction_back(reaction.post, reaction.kind, by=me())
    return _marked(reaction.post)


@posts.get("/posts/<ref>/reactions")
@permit(Permission.Posts.REACT, queries.find_standing_post)
def who(post: Post) -> Any:
    found = who_reacted(post, request.args.get("kind", ""), request.args.get("before", ""))
    return page("posts/reactions.html", post=post, found=found, kinds=list(ReactionKind))


def _marked(post: Post) -> Any:
    """Answer with the buttons as they are now, or lead back to the post."""
    if not is_fragment():
        return redirect(address(post), 303)
    return page("posts/_marks.html", post=post, marks=own_marks_of([post.id], viewer=viewer()))
