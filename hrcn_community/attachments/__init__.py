"""Files: taken in and cleaned, stored, and given only to who may read where they hang."""
