"""What a published book says of itself: its addresses and its edition."""
