"""Tests of how a plan comes in and everything goes out."""
