"""The deeds of a case: asking, triage, experts, answers. Each moves by the table."""
