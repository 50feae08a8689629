"""Alerts: a person is told once of a trouble with the installation, and once more when it is over."""
