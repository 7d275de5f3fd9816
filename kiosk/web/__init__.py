"""The phone pages: one file for each group of pages."""
