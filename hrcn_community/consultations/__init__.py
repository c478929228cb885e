"""The room consultations."""
