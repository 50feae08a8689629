"""The names of the cycles that are done in batches, beside the kinds of meetings."""

IMPORT_PLAN, OWNER_REMINDERS, CODE_OF_CONDUCT = "import-plan", "owner-reminders", "code-of-conduct"
