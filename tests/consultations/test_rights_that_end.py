"""Whoever loses the right to a case finds nothing of it at the next request, by whatever way."""

from datetime import timedelta

import pytest

from hrcn_community.accounts import roles
from hrcn_community.accounts.models import Membership, SpaceRole
from hrcn_community.accounts.places import put_outside
from hrcn_community.accounts.roles import confirm_role, propose_role
from hrcn_community.accounts.suspending import reinstate, suspend
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.consultations.models import CaseInvitation, CaseWords
from hrcn_community.conversations.models import Post
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.notifications import mailer
from hrcn_community.notifications.digests import gather_digests
from hrcn_community.notifications.models import Mail, Notice, NoticeChoice
from hrcn_community.notifications.topics import Topic
from hrcn_community.spaces.models import Space
from tests.consultations.holding import hang_file, link_for
from tests.letterbox import read

WORD = "Zaunkoenig"


class Way:
    """How somebody loses a case: where it stood, whose right it was, the deed, where it stands then."""

    def __init__(self, before, who, deed, after, stand=""):
        self.before, self.who, self.deed, self.after, self.stand = before, who, deed, after, stand


def _recuse(world, cast, story, who):
    story.done(who, "recusal", reason="A tie.")


def _rescind(world, cast, story, who):
    story.done(cast.cleo, "invitation/end", reason="We ask somebody else.")


def _suspend(world, cast, story, who):
    world.do(lambda: suspend(who.id, until=None, by=viewer_of(cast.tomas.id), reason="A reason."))


def _resign(world, cast, story, who):
    world.do(lambda: roles.resign(by=viewer_of(who.id)))


def _lose_by_two(world, cast, story, who):
    def decide() -> None:
        by = viewer_of(cast.tomas.id)
        proposal = propose_role(who.id, roles.SiteRole.PRACTITIONER, "It is over.", by=by)
        confirm_role(proposal, by=viewer_of(cast.ines.id))

    world.do(decide)


def _put_out(world, cast, story, who):
    def deed() -> None:
        case = story.case
        for id_ in (case.asking_space_id, case.working_space_id, case.papers_space_id):
            put_outside(db.session.get_one(Space, id_), who.id)

    world.do(deed)


WAYS = {
    "stepped back": Way("drafting", "dalia", _recuse, "matching", "recused"),
    "invitation taken back": Way("invited", "dalia", _rescind, "matching", "rescinded"),
    "had no time": Way("invited", "dalia", _recuse, "matching", "declined"),
    "suspended": Way("drafting", "dalia", _suspend, "matching", "lost"),
    "suspended while invited": Way("invited", "dalia", _suspend, "matching", "lost"),
    "laid the role down": Way("sign_off", "dalia", _resign, "matching", "lost"),
    "lost the role": Way("drafting", "dalia", _lose_by_two, "matching", "lost"),
    "lost the role after delivery": Way("delivered", "dalia", _resign, "delivered", "accepted"),
    "reviewer laid the role down": Way("peer_review", "ruth", _resign, "peer_review", "lost"),
    "reviewer of an approved draft": Way("sign_off", "ruth", _resign, "sign_off", "accepted"),
    "put out": Way("drafting", "dalia", _put_out, "drafting", "accepted"),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_who_loses_the_right_finds_nothing_in_any_channel(
    app, world, cast, story, worker, mailbox, monkeypatch, way
):
    cast.tomas, cast.ines  # noqa: B018 - two of the core team who decide about roles
    who = getattr(cast, way.who)
    monkeypatch.setattr(mailer, "deliver", _server_is_down)
    story.ask(title=f"{WORD} title", context=WORD)
    story.until("invited")
    worker()
    _want_digest(world, who)
    _go_on(story, way.before, worker)
    assert world.rows(Notice, person_id=who.id), (
        "something was told, so that there is something to lose"
    )
    was_inside = way.before != "invited"
    links = _open_everything(app, world, story, who) if was_inside else []
    tab = who.browser.form_token()
    way.deed(world, cast, story, who)
    _finds_nothing_without_the_worker(story, who, links, tab)
    monkeypatch.undo()
    with clock.at(clock.now() + timedelta(hours=30)), app.app_context():
        gather_digests()
        worker()
    for mail in read(mailbox(), who.email):
        assert story.case.ref not in f"{mail.subject} {mail.text}", mail.subject
    assert not [m for m in world.rows(Mail, person_id=who.id) if not m.sent_at]
    if way.deed is _suspend:
        world.do(lambda: reinstate(who.id, by=None))
    who.browser.let_in(who.id)
    _finds_nothing(world, story, who)
    assert story.case.state == way.after
    [part] = [p for p in world.rows(CaseInvitation) if p.person_id == who.id]
    assert part.stand == way.stand
    if way.after == "matching" and way.before != "invited":
        assert story.case.draft_post_id is None
        assert "may advise no more" in story.page(cast.cleo) or way.stand != "lost"


def test_who_delivered_and_advises_no_more_is_named_still(cast, story, world):
    story.until("delivered")
    _resign(world, cast, story, cast.dalia)
    _resign(world, cast, story, cast.ruth)
    page = story.page(cast.omar)
    assert "Written by Dalia" in page
    assert "reviewed by Ruth" in page


def test_one_of_several_who_is_suspended_leaves_the_others_at_work(world, cast, story):
    story.until("matching")
    story.done(cast.cleo, "group")
    for who in (cast.dalia, cast.ruth):
        story.done(cast.cleo, "invitation", handle=who.handle, role="advisor")
        story.done(who, "declaration", declaration="none")
    _suspend(world, cast, story, cast.dalia)
    assert story.case.state == "assigned"
    story.done(cast.ruth, "drafts", body="I go on.")
    story.done(cast.ruth, "review-request")


def test_what_became_of_a_role_that_was_no_advisors_changes_no_case(world, cast, story):
    story.until("drafting")
    _suspend(world, cast, story, cast.eve)
    _suspend(world, cast, story, cast.ruth)
    assert story.case.state == "drafting"
    places = world.rows(Membership, space_id=story.case.working_space_id, role=SpaceRole.ADVISOR)
    assert [row.person_id for row in places] == [cast.dalia.id]


def _open_everything(app, world, story, who):
    """Let somebody hold all that can be held of a case: a bookmark, and the address of a file."""
    refs = [row.ref for row in world.rows(Post)]
    for ref in refs:
        assert who.browser.post(f"/posts/{ref}/bookmark").status_code in {200, 303}
    assert story.case.ref in who.browser.page("/consultations")
    [question] = world.rows(CaseWords, kind="question")
    link = link_for(world, who, hang_file(world, who, question.post_id))
    assert who.browser.sees(link) == 200
    return [link]


def _want_digest(world, who):
    """Let what was told until now wait for the mail server, and what is told from now on for a digest."""
    choice = {"person_id": who.id, "topic": Topic.ADVICE, "in_app": True, "by_mail": "digest"}
    world.do(lambda: db.session.add(NoticeChoice(**choice)))


def _go_on(story, state, worker):
    """Let everybody do their part, from the invitation on, and be told of what was answered."""
    steps = list(story._way())
    at = next(n for n, step in enumerate(steps) if step[0] == "invited")
    for _reached, who, path, more in steps[at + 1 :]:
        if story.case.state == state:
            break
        story.done(who, path, **more)
        if path == "drafts":
            story.done(who, "questions", body="Which year?")
            story.done(story.asker, "information", body="This one.")
        worker()
    assert story.case.state == state


def _finds_nothing_without_the_worker(story, who, links, tab):
    """The very next requests, also from a page that was open: nothing is told, nothing is done."""
    client = who.browser.client
    for path in (story.address, f"{story.address}/invitation", *links):
        answer = client.get(path)
        assert answer.status_code in {401, 404}, path
        assert WORD not in answer.text
    fields = {"csrf_token": tab, "body": "Late.", "reason": "Late.", "declaration": "none"}
    for path in ("drafts", "notes", "questions", "review-request", "reviews", "declaration"):
        answer = client.post(f"{story.address}/{path}", data={**fields, "verdict": "approve"})
        assert answer.status_code in {400, 401, 404}, path
        assert WORD not in answer.text


def _finds_nothing(world, story, who):
    browser = who.browser
    for path in ("", "/work", "/invitation", "/experts", "/keeping"):
        assert browser.sees(f"{story.address}{path}") == 404, path
    for row in world.rows(Post):
        for path in ("", "/history", "/bookmark"):
            assert browser.sees(f"/posts/{row.ref}{path}") == 404
    pages = ("/", "/consultations", "/notifications", "/drafts", "/bookmarks")
    for path in (*pages, f"/search?q={WORD}", "/settings/handover", "/people"):
        text = browser.page(path).replace(f"q={WORD}", "")
        assert story.case.ref not in text, path
        assert f"{WORD} title" not in text, path


def _server_is_down(_message) -> None:
    raise OSError
