"""Who is in a picture and does something: bodies, poses, props."""
