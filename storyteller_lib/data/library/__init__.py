"""The story library: everyday photographs, each told in four voices.

Chapter: book/02_pictures_captions_books
"""
