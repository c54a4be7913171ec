"""The extract of LMS and PRaP: its columns (docs/extracts.md), how it is checked, and how it is kept (G4)."""
