"""What is done about people's rights over what is kept of them."""
