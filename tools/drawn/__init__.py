"""Drawings in pages, in the language of the chapters' diagrams."""
