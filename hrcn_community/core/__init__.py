"""What every package stands on and none of which knows the domain."""
