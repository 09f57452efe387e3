"""Tests of storage.exchange.history."""
