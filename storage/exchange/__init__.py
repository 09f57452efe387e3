"""The plan in from a workbook; later everything out again."""
