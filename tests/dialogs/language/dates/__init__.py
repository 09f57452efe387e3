"""Tests of dialogs.language.dates."""
