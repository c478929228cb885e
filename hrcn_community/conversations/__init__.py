"""Conversations and posts: whatever people write for others, with revisions, follows and read state."""
