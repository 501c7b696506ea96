"""Slides: chosen from the chapters by rule, shown by reveal.js."""
