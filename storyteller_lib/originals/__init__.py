"""The weight files of 2015, read into this project's own modules.

Chapter: book/05_skip_thoughts
"""
