"""Why rows of some tables with moments in them are under no rule of retention: each says where they go."""

# Somebody's own: it goes with their account, which a rule ends; until then it is how the house serves them.
WITH_THE_ACCOUNT = {
    "acceptances": "what they accepted and when must be shown as long as they are here",
    "affiliations": "where they belong and belonged, which they themselves show or not",
    "bookmarks": "their own marks",
    "code_keys": "signs them in",
    "distances": "whom they keep away from, until they say otherwise",
    "enrolments": "what they learned, and what their certificate is told from",
    "exports": "deleted by itself after seven days (ExportExpired)",
    "fadings": "the row says the day on which it goes",
    "follows": "what they want to hear of, until they say otherwise",
    "linked_identities": "signs them in",
    "mail_paces": "how they want mail",
    "memberships": "where they are inside now",
    "passkeys": "signs them in",
    "placeholders": "stands for somebody imported, until they claim it",
    "poll_votes": "a poll stays counted; whose vote it was goes with them",
    "post_reactions": "a count that others see; whose it was goes with them",
    "read_states": "one row for each conversation, written over at each visit",
    "recovery_codes": "signs them in, or says that it did",
    "reply_addresses": "one row for each conversation, by which they answer by mail",
    "space_follows": "what they want to hear of, until they say otherwise",
    "synopsis_confirmations": "that they agree to be cited, as long as it is cited",
}
# It goes with what it stands at (a conversation, a post, a module), and says nothing by itself.
WITH_WHAT_IT_STANDS_AT = {
    "adopted_clauses",
    "attachments",
    "conversation_days",
    "mergers",
    "modules",
    "moved_numbers",
    "plans",
    "poll_choices",
    "polls",
    "posts",
    "let_go_files",
    "revisions",
    "steps_done",
    "synopses",
    "synopsis_sentences",
    "thread_timers",
    "threads",
    "trail_entries",
}
# The memory of the network, which others rely on: whoever wrote it can take it back, erasure takes the name.
MEMORY = {
    "published_answers",
    "conversations",
    "guidelines",
    "page_versions",
    "practices",
    "spaces",
    "workshops",
}
# The house's own, about nobody.
OF_THE_HOUSE = {
    "chore_runs": "one row for each chore, written over",
    "erasures": "by number and print, so that a backup erases them again; names in it end with the review",
    "house_settings": "one row for each setting",
    "import_sources": "from where a memory was brought",
    "moderation_log_cuts": "that the log was cut, for good",
    "network_memberships": "of cities and organisations, with dates, which are public",
    "received_mails": "prints, forgotten when the next mail comes (receiving/deciding.py)",
    "removed_cases": "reference, tier and dates of a case that went, so that it can be told that it did",
    "retention_periods": "one row for each rule",
    "spent": "prints, forgotten an hour later (accounts/carried.py)",
    "stored_files": "swept away when nothing uses them",
    "terms": "words of the house",
    "watched_words": "until whoever facilitates takes them out; who added them is no condition of it",
    "workers": "one row for each process, swept when it ends",
}
