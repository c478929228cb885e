"""Two deeds at once beside the threads: the later one is told, or goes another way; neither fails."""

from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.actions.unmasking import ask_to_unmask
from hrcn_community.conversations.models import Post, Unmasking, UnmaskingWaits
from hrcn_community.conversations.queries.unmasking import find_masked_post
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
