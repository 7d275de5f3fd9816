"""Pictures that come with the kiosk."""
