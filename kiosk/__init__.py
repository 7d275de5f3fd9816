"""The classroom kiosk: the program on the class's screen."""
