"""The four genres in which stories are told.

Chapter: book/02_pictures_captions_books
"""

GENRES = ("adventure", "science-fiction", "thriller", "romance")
