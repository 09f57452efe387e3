"""The edge of planbot: Teams, HTTP and the clock."""
