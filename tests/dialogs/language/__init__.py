"""Tests of how a text is understood."""
