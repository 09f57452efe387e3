"""Tests of dialogs.language.questions."""
