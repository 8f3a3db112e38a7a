"""Pure decisions of household access: from facts and policy to the days a right holds, with its reasons (S2)."""
