"""A checked plan taken into the record, by what is different."""
