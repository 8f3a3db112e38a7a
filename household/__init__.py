"""The staff's room, to come: who may change a family's record, from when through when and why, and the editor itself.

It stands here from the first day so that its place is fixed: beside `portal`, which it never imports, over `accounts`.
"""
