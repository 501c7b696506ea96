"""Files that people name: what they are, and their bytes.

Chapter: book/02_pictures_captions_books
"""
