"""The right to use the household tool: from facts, through a day, always with its reasons (S2)."""
