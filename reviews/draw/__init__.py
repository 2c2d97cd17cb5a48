"""The draw of a panel (随机抽取): frozen things in, frozen things out, by the standard library alone.

A draw can be recomputed anywhere from its export. What ``draw-v1`` hashes, and how it walks, is never changed here:
another way of drawing is another version beside it.
"""
