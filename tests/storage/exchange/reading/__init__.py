"""Tests of storage.exchange.reading."""
