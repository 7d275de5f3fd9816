"""The school's records, and every rule about them."""
