"""The figures of a quarter that is over, as they may be shown: kept, so that no later reading tells of a change."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Date
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.core.db import Model


class QuarterFigures(Model):
    """What was shown of everything before the day `until`; what was withheld stands here no more than there."""

    __tablename__ = "quarter_figures"
    until: Mapped[dt.date] = mapped_column(Date, primary_key=True)
    shown: Mapped[dict[str, Any]] = mapped_column(JSON)
