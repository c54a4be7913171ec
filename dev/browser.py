"""Which of the Chromiums on this machine the tests drive."""

import shutil

# The headless shell is the same engine without the windows that nobody sees: it does the same with less work.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def find() -> str | None:
    """The path of the best one that is installed."""
    return next(filter(None, map(shutil.which, NAMES)), None)
