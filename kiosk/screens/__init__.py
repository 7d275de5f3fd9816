"""One file for each place a person stands."""
