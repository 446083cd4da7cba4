"""The only room with SQL. Knows domain and core."""
