"""Who is told of what is written beside a step, and in which words."""

from flask_babel import ngettext

from hrcn_community.core.events import Entry
from hrcn_community.core.words import _l
from hrcn_community.learning.events import RemarkPosted
from hrcn_community.notifications.notices import tell_readers
from hrcn_community.notifications.topics import Many, Topic, Words

WORDS: Words = {
    Topic.MENTION: {
        "step.mentioned": _l("%(actor)s mentioned you beside the step “%(title)s”"),
    },
    Topic.REPLY: {
        "step.discussed": Many(
            _l("%(actor)s wrote beside the step “%(title)s”"),
            lambda n, title: ngettext(
                "%(num)s remark beside the step “%(title)s”",
                "%(num)s remarks beside the step “%(title)s”",
                n,
                title=title,
            ),
        ),
    },
}


def tell_of_remark(event: RemarkPosted, entry: Entry) -> None:
    """Tell those mentioned that they were, and the other followers of the remark."""
    tell_readers(event.post_id, entry, mentioned="step.mentioned", others="step.discussed")
