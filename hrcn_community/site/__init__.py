"""The places of the house that are no feature: one blueprint each."""
