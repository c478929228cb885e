"""The room learning."""
