"""The e-mail connector's parts."""
