"""Retention: what is kept for how long, and the clean-up of what is older."""
