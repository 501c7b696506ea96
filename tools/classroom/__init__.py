"""The classroom zip: the whole book for machines without a network."""
