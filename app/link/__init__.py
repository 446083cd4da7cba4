"""The station's end of the wire: client, reconnect, last-known picture, the child hub. No Qt."""
