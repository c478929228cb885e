"""What people are owed: how long things are kept, what is taken along, what is forgotten, who looked."""
