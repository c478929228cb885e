"""The demonstration community: invented people, real questions of this field."""
