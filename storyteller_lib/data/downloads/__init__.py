"""Real data from where it officially lies: fetched, checked, unpacked."""
