"""The idea box (the guide's *ideeënbus*): submitted ideas and their answers."""
