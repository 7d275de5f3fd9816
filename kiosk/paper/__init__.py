"""What the kiosk prints."""
