"""Under which licence an answer is published, and what that means."""

LICENCE = "CC BY-SA 4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by-sa/4.0/"
