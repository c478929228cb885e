"""Whether something of somebody's must be kept for a legal matter."""


def held(person_id: int) -> bool:
    """Must what is kept of this person stay for now?"""
    return False
