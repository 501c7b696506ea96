"""Choosing: several candidates are told, judged, and the best is kept."""
