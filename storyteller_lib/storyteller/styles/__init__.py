"""Styles: built from texts, kept as files, told beforehand for a desk."""
