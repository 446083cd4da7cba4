"""What every room needs and no room owns: clock, tasks, errors, settings, secrets, HTTP, log. Knows nothing of the
field."""
