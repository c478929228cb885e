"""The matrix of who may, written down a second time, in words of the domain, and compared.

Six kinds of people meet things in four kinds of space. Whoever is named in a line may; whoever is
not may not. A new permission makes `test_every_permission_is_written_down` fail until it has a line.
"""

from dataclasses import dataclass

import pytest

from hrcn_community.access.guard import allows
from hrcn_community.access.permissions import every_permission
from hrcn_community.accounts.models import SiteRole
from hrcn_community.accounts.viewer import PUBLIC, AnyViewer, Viewer
from hrcn_community.spaces.models import Space

HERE, ELSEWHERE = 10, 99
OPEN, CLOSED = ("public", "network"), ("restricted", "confidential")

# who they are: G the public, P practitioner, O official of a city, A advisor, C core team;
# F a practitioner who facilitates here, M one who is a member here, W the author, still inside,
# X a practitioner who facilitates elsewhere; S who looks after the machine, and is for all reading
# like the public.
EVERYBODY = "G P O A C F M W X S".split()
MEMBERS = "P O A C F M W X"
READERS = f"G S {MEMBERS}"
SIGNED_IN = f"S {MEMBERS}"
INSIDE = "F M W"


@dataclass
class Thing:
    """Whatever a permission is asked for: it stands in a space, has an author, belongs to a case."""

    space: Space
    author_id: int = 7
    asking_space_id: int = 20
    working_space_id: int = 21
    papers_space_id: int = 22
    room_space_id: int = 23
    notes_space_id: int = 24
    invited_id: int = 5
    is_chatham: bool = True
    is_wiki: bool = False


# permission: (in a public space, in a network space, in a restricted one, in a confidential one)
SPACES = {
    "spaces.know": (READERS, MEMBERS, MEMBERS, INSIDE),
    "spaces.read": (READERS, MEMBERS, INSIDE, INSIDE),
    "spaces.see_people": (MEMBERS, MEMBERS, INSIDE, INSIDE),
    "spaces.join": (MEMBERS, MEMBERS, "", ""),
    "spaces.ask": ("", "", "P O A C X", ""),
    "spaces.admit": ("F", "F", "F", "F"),
    "spaces.invite": ("F", "F", "F", "F"),
    "spaces.remove": ("F", "F", "F", "F"),
    "spaces.follow": (MEMBERS, MEMBERS, INSIDE, INSIDE),
    "spaces.run": ("F C", "F C", "F", "F"),
    "spaces.release": ("F", "F", "F", "F"),
    "spaces.watch": ("F", "F", "F", "F"),
    "spaces.see_readers": ("F", "F", "F", "F"),
    "threads.read": (READERS, MEMBERS, INSIDE, INSIDE),
    "threads.start": (MEMBERS, MEMBERS, INSIDE, INSIDE),
    "threads.reply": (MEMBERS, MEMBERS, INSIDE, INSIDE),
    "threads.follow": (MEMBERS, MEMBERS, INSIDE, INSIDE),
    "threads.accept": ("W F", "W F", "W F", "W F"),
    "threads.moderate": ("F C", "F C", "F", "F"),
    "threads.edit": ("W F C", "W F C", "W F", "W F"),
    "threads.announce": ("F C", "F C", "F", "F"),
    "threads.consolidate": ("F C", "F C", "F", "F"),
    "threads.confirm": (MEMBERS, MEMBERS, INSIDE, INSIDE),
    "posts.read_file": (READERS, MEMBERS, INSIDE, INSIDE),
    "posts.read": (READERS, MEMBERS, INSIDE, INSIDE),
    "posts.edit": ("W", "W", "W", "W"),
    "posts.delete": ("W", "W", "W", "W"),
    "posts.hide": ("F C", "F C", "F", "F"),
    "posts.read_hidden": ("W", "W", "W", "W"),
    "posts.read_mailed": ("W", "W", "W", "W"),
    "posts.share": ("W F", "W F", "W F", "W F"),
    "posts.react": (MEMBERS, MEMBERS, INSIDE, INSIDE),
    "posts.bookmark": (MEMBERS, MEMBERS, INSIDE, INSIDE),
    "posts.translate": (MEMBERS, MEMBERS, INSIDE, INSIDE),
    "posts.mask": (INSIDE, INSIDE, INSIDE, INSIDE),
    "posts.note": ("F C", "F C", "F", "F"),
    "posts.unmask": ("C", "C", "", ""),
    "polls.run": ("W F", "W F", "W F", "W F"),
    "polls.vote": (MEMBERS, MEMBERS, INSIDE, INSIDE),
    "modules.preview": (READERS, MEMBERS, INSIDE, INSIDE),
    "modules.enrol": (MEMBERS, MEMBERS, INSIDE, INSIDE),
    "workshops.read": (READERS, MEMBERS, INSIDE, INSIDE),
    "workshops.register": (MEMBERS, MEMBERS, INSIDE, INSIDE),
    "practices.read": (READERS, MEMBERS, INSIDE, INSIDE),
    "guidelines.read": (READERS, MEMBERS, INSIDE, INSIDE),
    "answers.read": (READERS, MEMBERS, INSIDE, INSIDE),
    "guidelines.comment": (MEMBERS, MEMBERS, INSIDE, INSIDE),
    "consultations.read": (READERS, MEMBERS, INSIDE, INSIDE),
    "moderation.decide": ("F C", "F C", "F", "F"),
}
# Wherever it is asked, the same people: the office decides, or nothing but being signed in.
ANYWHERE = {
    "spaces.open": "C",
    "modules.propose": "P O A C F M W X",
    "modules.write": "A C F X",
    "modules.publish": "C",
    "workshops.call": "C F X",
    "consultations.submit": "P O F M W X",
    "consultations.begin": "P O C F M W X",
    "consultations.submit_for": "C F X",
    "consultations.calendar": "C",
    "consultations.figures": "C",
    "consultations.declare_yearly": "A",
    "practices.submit": "P O A C F M W X",
    "practices.review": "A C F X",
    "practices.verify": "C",
    "answers.take_down": "C",
    "guidelines.draft": "A C F X",
    "guidelines.edit": "C F X",
    "guidelines.adopt": "C",
    "posts.unmaskings": "C",
    "moderation.file": READERS,
    "moderation.appeal": "C",
    "moderation.watch": "C",
    "moderation.names": "C F X",
    "moderation.queue": "C F X",
    "moderation.statement": MEMBERS,
    "moderation.answer": MEMBERS,
    "people.read": MEMBERS,
    "people.admit": "C",
    "people.profile": READERS,
    "people.grant": "C",
    "people.resign": SIGNED_IN,
    "people.suspend": "C",
    "register.keep": "C",
    "admin.pages": "C",
    "admin.retention": "C",
    "admin.holds": "C",
    "admin.house": "S C",
    "own.invitations": MEMBERS,
    "own.settings": SIGNED_IN,
    "own.notices": SIGNED_IN,
    "own.reading": MEMBERS,
    "own.drafts": MEMBERS,
    "own.files": MEMBERS,
    "own.bookmarks": MEMBERS,
    "own.export": SIGNED_IN,
}
# Decided by a role in a space of the thing's own; no site role and no other place has a say.
# permission: {space of the thing: roles that may}
BY_ROLE = {
    "workshops.take_part": {"room": "member host"},
    "workshops.read_notes": {"notes": "member host"},
    "workshops.host": {"room": "host"},
    "consultations.read_work": {"working": "lead triager advisor reviewer signer"},
    "consultations.read_papers": {"papers": "asker lead advisor reviewer signer"},
    "consultations.triage": {"working": "lead triager"},
    "consultations.propose_expert": {"working": "lead triager"},
    "consultations.confirm_expert": {"working": "lead"},
    "consultations.declare": {},
    "consultations.draft": {"working": "advisor"},
    "consultations.review": {"working": "reviewer"},
    "consultations.sign": {"working": "signer"},
    "consultations.answer_back": {"asking": "asker"},
    "consultations.deliver": {"working": "lead"},
    "consultations.clarify": {"working": "lead advisor"},
    "consultations.close": {"asking": "asker", "working": "lead"},
    "consultations.see_readers": {"asking": "asker"},
    "consultations.hand_on": {"working": "lead"},
    "consultations.read_copy": {
        "asking": "asker",
        "working": "lead triager advisor reviewer signer",
    },
    "consultations.propose_copy": {"asking": "asker", "working": "lead triager advisor"},
    "consultations.redact_copy": {"working": "lead triager advisor"},
    "consultations.consent_to_copy": {"asking": "asker", "working": "advisor"},
    "consultations.sign_copy": {"working": "lead triager signer"},
    "consultations.publish_copy": {"working": "lead triager"},
    "consultations.withdraw_copy": {"asking": "asker", "working": "lead"},
}
SPACE_OF = {"asking": 20, "working": 21, "papers": 22, "room": 23, "notes": 24}
ROLES = {
    "asking": ["asker"],
    "working": ["lead", "triager", "advisor", "reviewer", "signer"],
    "papers": ["asker", "lead", "advisor", "reviewer", "signer"],
    "room": ["member", "host"],
    "notes": ["member", "host"],
}


def test_every_permission_is_written_down():
    assert {*SPACES, *ANYWHERE, *BY_ROLE} == {str(each) for each in every_permission()}


@pytest.mark.parametrize("permission", SPACES)
def test_who_may_where_a_thing_stands_in_a_space(permission):
    for visibility, who in zip((*OPEN, *CLOSED), SPACES[permission], strict=True):
        thing = Thing(_space(visibility))
        assert _who_may(permission, thing) == set(who.split()), visibility


@pytest.mark.parametrize("permission", ANYWHERE)
def test_who_may_by_office_wherever_it_is(permission):
    for visibility in (*OPEN, *CLOSED):
        assert _who_may(permission, Thing(_space(visibility))) == set(ANYWHERE[permission].split())


@pytest.mark.parametrize("permission", BY_ROLE)
def test_who_may_by_their_role_in_a_space_of_the_thing_itself(permission):
    thing = Thing(_space("confidential"))
    assert _who_may(permission, thing) == set()
    for owned, roles in ROLES.items():
        for role in roles:
            viewer = _person("practitioner", {SPACE_OF[owned]: frozenset({role})})
            expected = role in BY_ROLE[permission].get(owned, "").split()
            assert allows(viewer, permission, thing) is expected, f"{role} in {owned}"


def test_a_thread_is_started_by_facilitators_alone_where_the_space_says_so():
    thing = Thing(_space("network"))
    thing.space.starters = "facilitators"
    assert _who_may("threads.start", thing) == {"F"}


def test_a_shared_text_is_edited_by_whoever_reads_it():
    for visibility, who in zip((*OPEN, *CLOSED), (MEMBERS, MEMBERS, INSIDE, INSIDE), strict=True):
        shared = Thing(_space(visibility), is_wiki=True)
        assert _who_may("posts.edit", shared) == set(who.split())


def test_nobody_writes_under_a_pseudonym_where_it_is_not_allowed_nor_by_office():
    for allowed in ("never", "ended"):
        thing = Thing(_space("network"))
        thing.space.pseudonyms = allowed
        assert _who_may("posts.mask", thing) == set()
    for role in ("official", "advisor", "core"):
        inside = _person(role, {HERE: frozenset({"member"})})
        assert not allows(inside, "posts.mask", Thing(_space("network")))


def test_nobody_reviews_what_they_wrote_nor_signs_what_they_wrote_or_reviewed():
    thing = Thing(_space("confidential"))
    both = _person("advisor", {21: frozenset({"advisor", "reviewer", "signer"})})
    assert not allows(both, "consultations.review", thing)
    assert not allows(both, "consultations.sign", thing)
    reviewed = _person("advisor", {21: frozenset({"reviewer", "signer"})})
    assert not allows(reviewed, "consultations.sign", thing)


def test_only_whom_an_invitation_names_answers_it():
    thing = Thing(_space("confidential"))
    assert allows(_person("advisor", {}, id_=5), "consultations.declare", thing)
    everything = {id_: frozenset(ROLES[name]) for name, id_ in SPACE_OF.items()}
    assert not allows(_person("core", everything), "consultations.declare", thing)


def test_notes_are_for_whoever_the_workshop_is_open_to_where_no_chatham_house_rule_holds():
    assert _who_may("workshops.read_notes", Thing(_space("network"))) == set()
    without = Thing(_space("network"), is_chatham=False)
    assert _who_may("workshops.read_notes", without) == set(MEMBERS.split())
    closed = Thing(_space("restricted"), is_chatham=False)
    assert _who_may("workshops.read_notes", closed) == set(INSIDE.split())


def test_hosting_one_workshop_calls_no_other_and_moderates_nothing():
    host = _person("practitioner", {HERE: frozenset({"host"}), 23: frozenset({"host"})})
    thing = Thing(_space("network"))
    for permission in ("workshops.call", "threads.moderate", "posts.hide", "modules.write"):
        assert not allows(host, permission, thing), permission


def test_an_official_without_a_city_asks_for_nobody():
    official = Viewer(1, "Omar", "omar", SiteRole.OFFICIAL, city_id=None)
    assert not allows(official, "consultations.submit", Thing(_space("network")))


def _who_may(permission: str, thing: Thing) -> set[str]:
    return {name for name in EVERYBODY if allows(_viewer(name), permission, thing)}


def _viewer(name: str) -> AnyViewer:
    site = {"O": "official", "A": "advisor", "C": "core", "S": "administrator"}.get(
        name, "practitioner"
    )
    here = {"F": "facilitator", "M": "member", "W": "member"}.get(name)
    roles = {HERE: frozenset({here})} if here else {}
    if name == "X":
        roles = {ELSEWHERE: frozenset({"facilitator"})}
    return PUBLIC if name == "G" else _person(site, roles, id_=7 if name == "W" else 8)


def _person(site_role: str, roles: dict[int, frozenset[str]], id_: int = 8) -> Viewer:
    return Viewer(id_, "Somebody", "somebody", SiteRole(site_role), city_id=1, roles=roles)


def _space(visibility: str) -> Space:
    return Space(
        id=HERE,
        slug="here",
        name="Here",
        visibility=visibility,
        starters="members",
        pseudonyms="allowed",
    )
