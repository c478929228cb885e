"""What was written here, to be taken along: feeds, Markdown, accessible PDF."""
