"""Counts become windows, baselines, heat, alarms and figures. No SQL, no text. Knows domain and core."""
