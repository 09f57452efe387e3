"""Tests of what a Reply looks like."""
