"""Annex B's rules. Pure: no Django, no database, no clock."""
