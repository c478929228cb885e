"""Fair rules, fairly applied: notices about content, decisions with their reasons, appeals, and a log."""
