"""Running the house without an engineer: its worker's health, its backups, and the way back."""
