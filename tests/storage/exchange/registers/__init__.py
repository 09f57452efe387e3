"""Tests of storage.exchange.registers."""
