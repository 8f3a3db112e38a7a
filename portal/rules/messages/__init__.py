"""Messages between the school and its families: who may write to whom, when they leave, and what may hang on them.

A family writes to its children's teachers and to the office of their schools, and to no other family (S3: “room
parents won’t”): there is no address of a family in anything a family is offered.
"""
