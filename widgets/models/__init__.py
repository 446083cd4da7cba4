"""Qt models that hold ids and a window of rows."""
