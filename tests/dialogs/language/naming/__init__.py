"""Tests of dialogs.language.naming."""
