"""Turns per second beside the SDK's own echo, in one run on one machine: `make bench`."""
