"""The tests mirror the source tree; what they share stands in this folder."""
