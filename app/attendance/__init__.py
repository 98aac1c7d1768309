"""Who came: anonymous arrivals at the door, the host's counting link, and the official attendance record of each date."""
