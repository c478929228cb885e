"""The shape of what people send to conversations, whatever room they are in."""
