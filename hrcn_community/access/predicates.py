"""The few questions that the table is made of. Each knows a viewer, a subject, and no feature.

A subject says where it stands: `subject.space` (with `id` and `visibility`), and it may say who
wrote it (`author_id`), who asked (`asking_space_id`) and who works on it (`working_space_id`,
`papers_space_id`). The first line of each docstring is printed into docs/permissions.md.
"""

from collections.abc import Callable
from typing import Any

from hrcn_community.accounts.models import SiteRole, SpaceRole
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.spaces.models import Pseudonyms, Visibility

Predicate = Callable[[AnyViewer, Any], bool]


def anyone(viewer: AnyViewer, subject: Any) -> bool:
    """anyone, signed in or not"""
    return True


def signed_in(viewer: AnyViewer, subject: Any) -> bool:
    """whoever is signed in"""
    return viewer.is_signed_in


def any_member(viewer: AnyViewer, subject: Any) -> bool:
    """every member of the network"""
    return viewer.is_member


def reader(viewer: AnyViewer, subject: Any) -> bool:
    """whoever the space is open to"""
    space = subject.space
    return space is not None and reads(viewer, space.id, space.visibility)


def still_writing(viewer: AnyViewer, subject: Any) -> bool:
    """whoever added it to what they are still writing, so that it stands nowhere yet"""
    return viewer.is_member and subject.space is None and viewer.wrote(subject.author_id)


def member_reader(viewer: AnyViewer, subject: Any) -> bool:
    """every member of the network whom the space is open to"""
    return viewer.is_member and reader(viewer, subject)


def open_space(viewer: AnyViewer, subject: Any) -> bool:
    """every member of the network, where the space is public or for the network"""
    return viewer.is_member and not Visibility(subject.space.visibility).is_closed


def restricted_outsider(viewer: AnyViewer, subject: Any) -> bool:
    """members of the network who are not yet inside, where the space is restricted"""
    outside = viewer.is_member and not viewer.roles_in(subject.space.id)
    return outside and subject.space.visibility == Visibility.RESTRICTED


def starter(viewer: AnyViewer, subject: Any) -> bool:
    """every member whom the space is open to, where members may start; facilitators everywhere"""
    return member_reader(viewer, subject) and (
        subject.space.starters == "members" or facilitator(viewer, subject)
    )


def author(viewer: AnyViewer, subject: Any) -> bool:
    """its author, while the space is still open to them"""
    return member_reader(viewer, subject) and viewer.wrote(subject.author_id)


def reader_of_shared_text(viewer: AnyViewer, subject: Any) -> bool:
    """every member whom the space is open to, where the text is shared for all to edit"""
    return member_reader(viewer, subject) and bool(getattr(subject, "is_wiki", False))


def masked(viewer: AnyViewer, subject: Any) -> bool:
    """practitioners inside a space that allows pseudonyms"""
    allowed = subject.space.pseudonyms == Pseudonyms.ALLOWED
    inside = bool(viewer.roles_in(subject.space.id))
    return allowed and inside and practitioner(viewer, subject)


def facilitator(viewer: AnyViewer, subject: Any) -> bool:
    """the facilitators of its space"""
    return SpaceRole.FACILITATOR in viewer.roles_in(subject.space.id)


def some_facilitator(viewer: AnyViewer, subject: Any) -> bool:
    """whoever facilitates some space"""
    return any(SpaceRole.FACILITATOR in roles for roles in viewer.roles.values())


def core_team(viewer: AnyViewer, subject: Any) -> bool:
    """the core team"""
    return viewer.site_role == SiteRole.CORE


def administrator(viewer: AnyViewer, subject: Any) -> bool:
    """who looks after the machine"""
    return viewer.site_role == SiteRole.ADMINISTRATOR


def core_team_in_open_space(viewer: AnyViewer, subject: Any) -> bool:
    """the core team, where the space is public or for the network"""
    return core_team(viewer, subject) and open_space(viewer, subject)


def core_team_alone(viewer: AnyViewer, subject: Any) -> bool:
    """the one of the core team to whom a notice from a closed space was given"""
    return core_team(viewer, subject) and getattr(subject, "reader_id", None) == viewer.id


def core_team_reader(viewer: AnyViewer, subject: Any) -> bool:
    """the core team, where the space is open to them"""
    return core_team(viewer, subject) and reader(viewer, subject)


def advisor(viewer: AnyViewer, subject: Any) -> bool:
    """advisors"""
    return viewer.site_role == SiteRole.ADVISOR


def practitioner(viewer: AnyViewer, subject: Any) -> bool:
    """practitioners"""
    return viewer.site_role == SiteRole.PRACTITIONER


def official_of_a_city(viewer: AnyViewer, subject: Any) -> bool:
    """officials, for their city"""
    return viewer.site_role == SiteRole.OFFICIAL and viewer.city_id is not None


def official(viewer: AnyViewer, subject: Any) -> bool:
    """officials"""
    return viewer.site_role == SiteRole.OFFICIAL


def asker(viewer: AnyViewer, subject: Any) -> bool:
    """who asked"""
    return SpaceRole.ASKER in viewer.roles_in(subject.asking_space_id)


def lead(viewer: AnyViewer, subject: Any) -> bool:
    """the lead of the case"""
    return SpaceRole.LEAD in viewer.roles_in(subject.working_space_id)


def triager(viewer: AnyViewer, subject: Any) -> bool:
    """the triagers of the case"""
    return SpaceRole.TRIAGER in viewer.roles_in(subject.working_space_id)


def case_advisor(viewer: AnyViewer, subject: Any) -> bool:
    """the advisor of the case"""
    return SpaceRole.ADVISOR in viewer.roles_in(subject.working_space_id)


def case_reviewer(viewer: AnyViewer, subject: Any) -> bool:
    """the reviewer of the case, who did not write its answer"""
    return SpaceRole.REVIEWER in viewer.roles_in(subject.working_space_id) and not case_advisor(
        viewer, subject
    )


def case_signer(viewer: AnyViewer, subject: Any) -> bool:
    """the signer of the case, who neither wrote nor reviewed its answer"""
    roles = viewer.roles_in(subject.working_space_id)
    return SpaceRole.SIGNER in roles and not roles & {SpaceRole.ADVISOR, SpaceRole.REVIEWER}


def invited(viewer: AnyViewer, subject: Any) -> bool:
    """whom the invitation is for"""
    return viewer.is_member and subject.invited_id == viewer.id


def works_on_it(viewer: AnyViewer, subject: Any) -> bool:
    """those who work on the case"""
    return bool(viewer.roles_in(subject.working_space_id))


def has_papers(viewer: AnyViewer, subject: Any) -> bool:
    """those who declared no conflict, and who asked"""
    return bool(viewer.roles_in(subject.papers_space_id))


def participant(viewer: AnyViewer, subject: Any) -> bool:
    """those who have a seat"""
    return bool(viewer.roles_in(subject.room_space_id))


def noted(viewer: AnyViewer, subject: Any) -> bool:
    """those who attended and its hosts; where no Chatham House Rule holds, whoever it is open to"""
    attended = bool(viewer.roles_in(subject.notes_space_id))
    return attended or (not subject.is_chatham and reader(viewer, subject))


def host(viewer: AnyViewer, subject: Any) -> bool:
    """its hosts"""
    return SpaceRole.HOST in viewer.roles_in(subject.room_space_id)


def reads(viewer: AnyViewer, space_id: int, visibility: str) -> bool:
    """Is the space open to the viewer? The rule of visibility; `visible_to` is its twin in SQL."""
    if visibility == Visibility.PUBLIC or viewer.roles_in(space_id):
        return True
    return visibility == Visibility.NETWORK and viewer.is_member
