"""The storyteller in a web page: its parts as files that a browser reads.

Chapter: book/10_the_storyteller
"""
