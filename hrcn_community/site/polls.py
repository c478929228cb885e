"""A poll in a post, whatever room it stands in: asking, voting, who voted, changing and closing it."""

from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hrcn_community.access.guard import me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.conversations.actions import polls as actions
from hrcn_community.conversations.actions import polls_voting as voting
from hrcn_community.conversations.forms.ballots import read_ballot
from hrcn_community.conversations.forms.polls import ChangePollForm, NewPollForm, change_form
from hrcn_community.conversations.models import EditConflict, Poll, Post, ResultsWithheld
from hrcn_community.conversations.queries import find_post, said_audience
from hrcn_community.conversations.queries.polls import ShownPoll, shown_poll
from hrcn_community.conversations.queries.polls_found import (
    choices_of,
    find_named_poll,
    find_poll,
    voters_of,
)
from hrcn_community.core.errors import Refusal
from hrcn_community.core.web import is_fragment, page
from hrcn_community.site.posts.shared import address

polls = Blueprint("polls", __name__)


@polls.get("/posts/<ref>/poll")
@permit(Permission.Posts.READ, find_poll)
def show(poll: Poll) -> Any:
    return _poll_page(poll, shown_poll(poll, viewer=viewer()))


@polls.get("/posts/<ref>/poll/new")
@permit(Permission.Polls.RUN, find_post)
def new(post: Post) -> Any:
    actions.must_take_a_poll(post)
    return _new_page(post, NewPollForm())


@polls.post("/posts/<ref>/poll/new")
@permit(Permission.Polls.RUN, find_post)
def ask(post: Post) -> Any:
    form = NewPollForm()
    if not form.validate_on_submit():
        return _new_page(post, form, 422)
    return form.once(lambda: _asked(post, form))


@polls.post("/posts/<ref>/poll/ballot")
@permit(Permission.Polls.VOTE, find_poll)
def vote(poll: Poll) -> Any:
    shown = shown_poll(poll, viewer=viewer())
    ballot = read_ballot(shown.kind, [choice.value for choice in shown.choices], request.form)
    if ballot.error:
        return _poll_page(poll, shown.with_ballot(ballot.places, str(ballot.error)), 422)
    return _done(
        poll,
        lambda: voting.cast_ballot(poll, ballot.wishes, by=me()),
        _("Your vote is counted."),
    )


@polls.post("/posts/<ref>/poll/ballot/end")
@permit(Permission.Polls.VOTE, find_poll)
def withdraw(poll: Poll) -> Any:
    return _done(poll, lambda: voting.withdraw_ballot(poll, by=me()), _("Your vote is withdrawn."))


@polls.get("/posts/<ref>/poll/voters")
@permit(Permission.Posts.READ, find_named_poll)
def voters(poll: Poll) -> Any:
    shown = shown_poll(poll, viewer=viewer())
    if shown.withheld:
        raise ResultsWithheld
    return _voters_page(poll, shown)


@polls.get("/posts/<ref>/poll/edit")
@permit(Permission.Polls.RUN, find_poll)
def edit(poll: Poll) -> Any:
    poll.must_be_open()
    return _edit_page(poll, change_form(poll, choices_of(poll)))


@polls.post("/posts/<ref>/poll/edit")
@permit(Permission.Polls.RUN, find_poll)
def change(poll: Poll) -> Any:
    form = change_form(poll, choices_of(poll))
    if not form.validate_on_submit():
        return _edit_page(poll, form, 422)
    try:
        return form.once(lambda: _changed(poll, form))
    except EditConflict as conflict:
        return _edit_page(poll, form, 409, conflict)


@polls.post("/posts/<ref>/poll/closure")
@permit(Permission.Polls.RUN, find_poll)
def close(poll: Poll) -> Response:
    actions.close_poll(poll, by=me())
    flash(_("The poll is closed."), "success")
    return redirect(address(poll.post), 303)


def _asked(post: Post, form: NewPollForm) -> str:
    plan = form.planned_poll()
    assert plan is not None  # noqa: S101 - its question is required
    actions.add_poll(post, plan, by=me())
    flash(_("Your poll stands below the post."), "success")
    return address(post)


def _changed(poll: Poll, form: ChangePollForm) -> str:
    actions.change_poll(poll, form.change(), by=me(), over=form.over)
    return address(poll.post)


def _done(poll: Poll, deed: Any, message: str) -> Any:
    """Do what somebody does with their vote; a page that asks for the poll alone is told in its place."""
    if not is_fragment():
        deed()
        flash(message, "success")
        return redirect(address(poll.post), 303)
    try:
        deed()
    except Refusal as refused:  # nothing was written yet
        return _fragment(poll, str(refused.message), 409)
    return _fragment(poll, message)


def _fragment(poll: Poll, message: str, status: int = 200) -> Any:
    shown = shown_poll(poll, viewer=viewer())
    text, status = page("polls/_poll.html", status, poll=shown, message=message)
    headers = {"HX-Retarget": f"#poll-{shown.ref}", "HX-Reswap": "outerHTML"}
    return text, status, headers


def _poll_page(poll: Poll, shown: ShownPoll, status: int = 200) -> Any:
    if is_fragment():
        return page("polls/_poll.html", status, poll=shown, message=shown.error)
    return page("polls/poll.html", status, post=poll.post, poll=shown)


def _voters_page(poll: Poll, shown: ShownPoll) -> Any:
    position = request.args.get("choice", 0, type=int)
    told = [int(choice.value) for choice in shown.told]
    position = position if position in told else told[0]
    found = voters_of(poll, position, request.args.get("before", ""))
    return page("polls/voters.html", post=poll.post, poll=shown, position=position, found=found)


def _new_page(post: Post, form: NewPollForm, status: int = 200) -> Any:
    audience = said_audience(post.space)
    return page("polls/new.html", status, post=post, form=form, audience=audience)


def _edit_page(poll: Poll, form: ChangePollForm, status: int = 200, conflict: Any = None) -> Any:
    shown = shown_poll(poll, viewer=viewer())
    if conflict:
        form.edition.process(None, str(poll.edition))  # a second try is over what is shown beside
    audience = said_audience(poll.space)
    more = {"form": form, "conflict": conflict, "audience": audience}
    return page("polls/edit.html", status, post=poll.post, poll=shown, **more)
