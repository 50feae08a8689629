"""The minutes of a meeting: their form, reading and checking what was written, carrying out its decisions."""
