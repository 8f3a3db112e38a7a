"""Pure decisions of the recertification quiz: what a question needs, which are drawn, what is right, who may try."""
