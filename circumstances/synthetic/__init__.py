"""A believable extract of people who do not exist (docs/extracts.md)."""
