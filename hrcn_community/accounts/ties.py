"""What a column that points at a person means for them: whether they may take its row along, and what
becomes of it when they are erased.

Each foreign key to `people` bears one: `mapped_column(ForeignKey("people.id"), info=OWN)`.
"""

from enum import StrEnum


class Tie(StrEnum):
    """Own: the row is theirs, they take it along, and it goes with them.

    Wrote: they made it for others and take it along; it stays, and who made it is forgotten.
    Acted: they did something by office, or it was done by them to somebody; that stays, they are forgotten.
    """

    OWN = "own"
    WROTE = "wrote"
    ACTED = "acted"


UNCHANGED = "unchanged"  # a table bears it in `info`: nothing is put in a person's place, they are taken out
OWN = {"tie": Tie.OWN}
WROTE = {"tie": Tie.WROTE}
ACTED = {"tie": Tie.ACTED}
