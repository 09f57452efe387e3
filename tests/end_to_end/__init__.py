"""What people see: planbot in the Agents Playground, in a real browser."""
