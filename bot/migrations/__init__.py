"""How the tables came to be: one script for each version, run by Alembic when a database is of an older one."""
