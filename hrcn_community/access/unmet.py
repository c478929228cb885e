"""What may be asked of somebody, beside a permission, before a view is called."""


class StepUpNeeded(Exception):
    """Whoever is signed in may do this, and must first prove once more who they are."""


class TwoStepOverdue(Exception):
    """Whoever is signed in needs more than a password, and had days enough to enrol it."""
