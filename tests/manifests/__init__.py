"""The files that planbot is set up with agree with one another."""
