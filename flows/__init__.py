"""Prefect flows, one cycle per file."""
