"""The staff pages of activities: lists, the form with its list of dates, single dates, and the coordinator's decisions."""

from app.activities.views import approval, dates, following, listing, pictures, queue, series, writing
from app.activities.views.blueprint import blueprint

__all__ = ["approval", "blueprint", "dates", "following", "listing", "pictures", "queue", "series", "writing"]
