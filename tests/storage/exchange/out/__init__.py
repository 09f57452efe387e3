"""Tests of storage.exchange.out."""
