"""Who is here: accounts, sign-in, sessions, passwords, and what each role may do."""
