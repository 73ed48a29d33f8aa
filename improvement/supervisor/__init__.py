"""Runs the whole service in the foreground: `python -m improvement.supervisor`."""
