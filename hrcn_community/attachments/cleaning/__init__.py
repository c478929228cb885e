"""Find out what an uploaded file is by its content, and write a copy without what nobody sees.

Pure: no web, no database, nothing else of the house. What reads strangers' bytes runs in a process
of its own with little memory and little time; the house itself only ever sees the clean copy.
"""

from hrcn_community.attachments.cleaning import limits
from hrcn_community.attachments.cleaning.apart import clean_apart
from hrcn_community.attachments.cleaning.outcome import Cleaned, Kind, NotTaken, Why

__all__ = ["Cleaned", "Kind", "NotTaken", "Why", "clean_apart", "limits"]
