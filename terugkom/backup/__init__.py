"""Backup and restore: all of an installation as one file, of either kind of database; see docs/backup.md."""
