"""The cycle `owner-reminders`: a weekly digest for each owner, and a summary for the coordinator."""
