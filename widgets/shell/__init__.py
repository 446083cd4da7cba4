"""Application, screens, commands, crash handling."""
