"""Which rooms take answers by mail: where each finds what is answered, who may, and what writes it."""

from collections.abc import Mapping

from hrcn_community.access.permissions import Permission
from hrcn_community.discussions import models as threads
from hrcn_community.discussions.actions import reply
from hrcn_community.discussions.queries import answered as answered_threads
from hrcn_community.knowledge import models as knowledge
from hrcn_community.knowledge.actions.guidelines import comment_on_clause
from hrcn_community.knowledge.queries import answered as answered_clauses
from hrcn_community.learning import models as learning
from hrcn_community.learning.actions.remarks import post_remark
from hrcn_community.learning.queries import answered as answered_talks
from hrcn_community.notifications.replying import Answering

ANSWERED: Mapping[str, Answering] = {
    threads.ROOM: Answering(
        answered_threads.find_answered,
        Permission.Threads.REPLY,
        lambda thread, words, by: reply(thread, words, by=by),
    ),
    learning.ROOM: Answering(
        answered_talks.find_answered,
        Permission.Threads.REPLY,
        lambda beside, words, by: post_remark(beside.conversation, words, by=by),
    ),
    knowledge.ROOM: Answering(
        answered_clauses.find_answered,
        Permission.Guidelines.COMMENT,
        lambda clause, words, by: comment_on_clause(clause, words, by=by),
    ),
}
