"""Writes of a call: each under the call's lock, with its audit row, in one transaction."""
