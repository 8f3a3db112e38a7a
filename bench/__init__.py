"""The numbers Hearth promises, measured. `make bench` prints them as one table; no test is ever timed."""
