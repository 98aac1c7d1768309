"""Help: for each role a page in plain words, with pictures of the real pages. ``tests/help`` takes the pictures anew and
fails where one has grown old; ``make help-pictures`` replaces them."""
