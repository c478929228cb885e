"""Asking that somebody be erased. The part that erases fills this in."""


def ask_for_erasure(person_id: int, *, texts_stay: bool = True) -> None:
    """Let a person be erased; what they wrote stays without their name, or goes."""
    raise NotImplementedError
