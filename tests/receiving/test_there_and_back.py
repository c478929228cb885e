"""From a mail that tells of something to the answer to it, as a mail program makes one of it."""

import email
import email.policy

import pytest

from hrcn_community.conversations.models import Post
from tests.receiving.mails import OWN


@pytest.mark.parametrize("mark", ["> ", ""], ids=["quoted", "copied below"])
def test_whoever_is_told_by_mail_answers_that_mail(
    world, cast, worker, mailbox, postbox, thread, mark
):
    world.reply(thread, cast.ben, "What do you say, @amina?")
    worker()
    [told] = [email.message_from_string(each, policy=email.policy.default) for each in mailbox()]
    assert told["To"] == "amina@example.org"
    plain = told.get_body(("plain",))
    assert plain is not None
    text = plain.get_content()
    assert "@amina" in text
    below = "\n".join(f"{mark}{line}" for line in text.splitlines())
    said = "On 3 Nov 2025, at 10:02, HRCN Community <community@example.org> wrote:"
    mail = postbox.mail(cast.amina, told["Reply-To"], f"{OWN}\n\n{said}\n\n{below}\n")
    assert postbox.receive(mail) == "posted"
    post = world.rows(Post, conversation_id=thread.conversation_id)[-1]
    assert (post.source, post.author_id) == (OWN, cast.amina.id)
    bare = postbox.mail(cast.amina, told["Reply-To"], f"{OWN}\n\n{below}\n")
    assert postbox.receive(bare) == "posted"
    assert world.rows(Post, conversation_id=thread.conversation_id)[-1].source == OWN
