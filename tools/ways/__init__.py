"""Ways through the book: what a chapter needs, and how long it takes."""
