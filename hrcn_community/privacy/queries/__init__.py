"""What is asked about exports, erasures and the names that they left."""
