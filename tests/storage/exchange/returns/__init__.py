"""Tests of storage.exchange.returns."""
