"""What goes out, of which theme, organisation and day, and the files that it is written to."""
