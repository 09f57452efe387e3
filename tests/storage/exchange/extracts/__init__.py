"""Tests of storage.exchange.extracts."""
