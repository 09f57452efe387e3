"""The plan and the whole record written out, and the template to be filled in."""
