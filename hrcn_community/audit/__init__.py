"""Who read what is confidential: written before the page is sent."""
