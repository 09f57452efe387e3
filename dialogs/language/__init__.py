"""From one message to what it asks for, and whether it may be kept at all."""
