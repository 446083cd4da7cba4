"""The Reddit connector's parts."""
