"""The cycle `owner-reminders`: weekly, each owner hears what they promised, the coordinator the rest."""
