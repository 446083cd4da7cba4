"""What shops with reviews have in common. Known by the connectors of Google Play and the App Store."""
