"""Chapters: executed, watched while they run, and stored."""
