"""What the whole kiosk shares of its look."""
