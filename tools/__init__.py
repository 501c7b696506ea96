"""The tools behind the targets of make.py. The library knows none of them."""
