"""Samspel: from an open door to a figure in the yearly follow-up.

One folder a feature. ``factory`` builds the app and alone knows every feature; the layers below it import downwards
only (the contract stands in ``pyproject.toml`` and the reasons in ``docs/architecture.md``):

``demo`` and ``operations`` stand on everything; ``desk`` is the staff's start page; ``reports`` reads all rows and
writes none; ``catalogue`` is what residents see; ``attendance`` counts who came; ``registrations`` owns places and
waiting lists; ``activities`` owns series and dates; ``plan``, ``places`` and ``organisations`` hold what they stand on;
``accounts`` knows the staff; ``messages`` is the outbox; ``audit`` is the log; ``web`` is HTTP; ``db`` is the only place
that commits; ``errors``, ``clock``, ``languages`` and ``codes`` know nothing but the standard library.
"""
