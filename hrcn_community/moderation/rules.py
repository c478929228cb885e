"""The rules of the house by their numbers, as notices and decisions refer to them; the page /rules explains them."""

from hrcn_community.conversations.models import PostLabel
from hrcn_community.core.words import _l
from hrcn_community.moderation.models import Category, Measure, Outcome, Sanction

RULES = {
    "1": _l("Argue about the matter, be kind to the person"),
    "2": _l("Nobody is worth less"),
    "3": _l("Protect those who are not in the room"),
    "4": _l("What is said in confidence stays there"),
    "5": _l("Be who you say you are"),
    "6": _l("Say how you know"),
    "7": _l("Stay with what we are here for"),
    "8": _l("Share what is yours to share"),
    "9": _l("Keep the house safe"),
}
CATEGORIES = {
    Category.ILLEGAL: _l("It is against the law"),
    Category.RULE: _l("It breaks a rule of this house"),
    Category.OTHER: _l("Something else is wrong with it"),
}
MEASURES = {
    Measure.KEEP: _l("It stays as it is"),
    Measure.LABEL: _l("A line above it says something to its readers"),
    Measure.HIDE: _l("It is hidden from everybody else"),
    Measure.REMOVE: _l("It is removed; only an appeal brings it back"),
}
SANCTIONS = {
    Sanction.NONE: _l("Nothing"),
    Sanction.WARN: _l("A warning"),
    Sanction.SILENCE: _l("They write nothing for others until a date"),
    Sanction.SUSPEND: _l("They do not sign in until a date"),
}
LABELS = {
    PostLabel.DISPUTED: _l("Disputed"),
    PostLabel.OUTDATED: _l("Out of date"),
    PostLabel.SENSITIVE: _l("Hard to read: its words are folded away"),
    PostLabel.NAMES_PEOPLE: _l("Names people who may not have agreed"),
}
OUTCOMES = {
    Outcome.UPHELD: _l("The decision stands"),
    Outcome.REVERSED: _l("The decision is reversed, and all that was done by it is undone"),
}
ENTERED = {
    "filed": _l("A notice came in"),
    "assigned": _l("It went to one person of the core team"),
    "opened": _l("They opened the post, and its author was told"),
    "claimed": _l("Claimed"),
    "released": _l("Let go again"),
    "decided": _l("Decided"),
    "undone": _l("The measure was taken back"),
    "ended": _l("The time of a measure was over"),
    "appealed": _l("Somebody appealed"),
    "appeal-decided": _l("The appeal was decided"),
}
