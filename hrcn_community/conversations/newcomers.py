"""Who is new to the house, and what they may not do yet. These are settings of the house, named once.

Somebody is a newcomer until as many posts of theirs as `POSTS_TO_SETTLE` have stood for as long as
`STAND_FOR`. It is asked of whoever writes, so a pseudonym has limits of its own.
"""

from datetime import timedelta

POSTS_TO_SETTLE = 3
STAND_FOR = timedelta(days=1)
MOST_IN = {timedelta(hours=1): 6, timedelta(days=1): 20}  # posts of a newcomer in that time
MOST_LINKS = 2  # to elsewhere, in one post
MOST_NAMED = 5  # people, in one post
