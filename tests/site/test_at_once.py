"""Two deeds at once beside the threads: the later one is told, or goes another way; neither fails."""

from hrcn_community.accounts.running import found_space
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.actions.unmasking import ask_to_unmask
from hrcn_community.conversations.models import Post, Unmasking, UnmaskingWaits
from hrcn_community.conversations.queries.unmasking import find_masked_post
from hrcn_community.spaces.models import Space, Visibility
from tests.discussions.masks import a_masking_space, reply_masked
from tests.racing import meanwhile, on_postgresql

pytestmark = on_postgresql


def test_of_two_who_ask_who_wrote_a_post_the_later_one_is_told(app, world, cast):
    space = a_masking_space(world, cast.amina, cast.ben)
    reply_masked(cast.amina, world.thread(space, cast.ben, "Warm homes"))
    ref = world.rows(Post)[-1].ref

    def ask(who) -> None:
        viewer = viewer_of(who.id)
        post = find_masked_post(ref, viewer=viewer)
        assert post is not None
        ask_to_unmask(post, "A threat.", by=viewer)

    late = meanwhile(app, lambda: ask(cast.cleo), lambda: ask(cast.tomas))
    assert isinstance(late, UnmaskingWaits)
    [unmasking] = world.rows(Unmasking)
    assert unmasking.asked_by_id == cast.cleo.id


def test_two_spaces_that_are_opened_at_one_address_stand_at_two(app, world, cast):
    def open_it(who) -> None:
        viewer = viewer_of(who.id)
        found_space("Homes", Visibility.NETWORK, "homes", [who.id], by=viewer)

    assert meanwhile(app, lambda: open_it(cast.cleo), lambda: open_it(cast.tomas)) is None
    first, second = world.rows(Space)
    assert first.slug == "homes"
    assert second.slug.startswith("homes-")
    assert (first.member_count, second.member_count) == (1, 1)
