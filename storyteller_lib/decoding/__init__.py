"""How words are chosen: rules, beam search, sampling.

Chapter: book/09_beam_search
"""
