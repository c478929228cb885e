"""Mail that comes in: answers to conversations, and our own that came back."""
