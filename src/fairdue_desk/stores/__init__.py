"""The stores: the ports of the operations on Django's database, SQLite and PostgreSQL alike."""
