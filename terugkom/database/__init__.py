"""The database: its connections, sessions and clock, and what its tables are made of."""

# Migrations 0030 and 0041 import it from here, and a migration that exists does not change.
from terugkom.database.table_base import UtcDateTime as UtcDateTime
