"""A plan read from a workbook or a folder of CSV files, every mistake found at once."""
