"""Tests of storage.exchange.layout."""
