"""Benchmarks with windows: real station processes, measured from outside or by their own paint events."""
