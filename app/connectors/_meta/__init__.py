"""What Meta's networks have in common. Known by the connectors of Facebook, Instagram, Threads and WhatsApp."""
