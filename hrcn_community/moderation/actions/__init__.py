"""Giving notice, claiming, deciding, appealing. Nothing here commits."""

from hrcn_community.moderation.actions.appealing import AUTHOR, appeal, decide_appeal
from hrcn_community.moderation.actions.claiming import claim, open_alone, release
from hrcn_community.moderation.actions.deciding import (
    decide,
    give_back,
    hide_by_oneself,
    show_again,
)
from hrcn_community.moderation.actions.filing import file_notice
from hrcn_community.moderation.actions.log import cut_log

__all__ = [
    "AUTHOR",
    "appeal",
    "claim",
    "cut_log",
    "decide",
    "decide_appeal",
    "file_notice",
    "give_back",
    "hide_by_oneself",
    "open_alone",
    "release",
    "show_again",
]
