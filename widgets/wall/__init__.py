"""The wall: full-screen windows of painted panels."""
