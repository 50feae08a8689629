"""Where and when: schedules and the work pool as data, and the server on one machine."""
