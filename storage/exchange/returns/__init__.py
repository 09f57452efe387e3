"""The return workbook of an organisation: out with its actions, filled in, back as updates."""
