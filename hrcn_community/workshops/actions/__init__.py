"""What people do in workshops."""
