"""A mailing list, as a mailbox keeps it."""
