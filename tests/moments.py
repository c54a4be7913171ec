"""Moments that the tests of several rooms share."""

from datetime import datetime

from core.clock import LONDON

OPEN_HOURS = datetime(2026, 11, 20, 10, 30, tzinfo=LONDON)
"""A Friday morning when the line is open."""
