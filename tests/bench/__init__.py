"""``make bench``: how fast and how small Samspel is, beside floors that the bench starts itself.

Every ratio is taken in one run, floor and ours in turn, under the same gunicorn with the same workers on loopback; the
median of the rounds counts. Absolute figures are printed beside, but only ratios are compared with their targets.
"""
