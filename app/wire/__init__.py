"""What hub and station say to each other: frames, calls, feeds, versions. Knows domain and core."""
