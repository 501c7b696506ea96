"""Where a picture is: land, places, sky and weather."""
