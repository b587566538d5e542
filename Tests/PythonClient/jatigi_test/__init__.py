"""Checks of the running programs by a client of another language."""
