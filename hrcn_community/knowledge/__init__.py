"""Knowledge: practices that somebody tried and others verified, guidelines that were written together."""
