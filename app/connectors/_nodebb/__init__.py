"""The NodeBB connector's parts."""
