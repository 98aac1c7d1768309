"""The shape of what organisers and the coordinator write about activities and dates."""
