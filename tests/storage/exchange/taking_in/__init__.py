"""Tests of storage.exchange.taking_in."""
