-- Read once, when the container of PostgreSQL makes its data. Ours is made by POSTGRES_DB; one database cannot
-- hold both, for Alembic keeps the revision of each in a table of one name.
CREATE DATABASE prefect TEMPLATE template0 ENCODING 'UTF8';
