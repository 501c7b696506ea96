"""The files of 2015 as data: pickles, arrays, dictionaries, word tables."""
