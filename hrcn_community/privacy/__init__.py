"""One's data taken along, and being erased."""
