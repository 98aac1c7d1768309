"""Where: a place or one of its rooms, in one list."""

from typing import Any

from wtforms import SelectField

from app.places.queries import PlaceFact, RoomFact


class PlaceField(SelectField):
    """A place, or one of its rooms, in one list that needs no script. Its value is "PLACE" or "PLACE/ROOM" (codes)."""

    data: Any

    def offer(self, places: list[PlaceFact], rooms: list[RoomFact]) -> None:
        """Fill the list with open places and the open rooms of each."""
        self.ids: dict[str, tuple[int, int | None]] = {}
        self.choices = {}
        for place in places:
            own = [room for room in rooms if room.place_id == place.id]
            pairs = [(place.code, place.name)]
            self.ids[place.code] = (place.id, None)
            for room in own:
                pairs.append((f"{place.code}/{room.code}", f"{place.name}: {room.name}"))
                self.ids[f"{place.code}/{room.code}"] = (place.id, room.id)
            self.choices[place.name] = pairs

    def choose(self, place_id: int, room_id: int | None) -> None:
        """Show this place and room as chosen."""
        self.data = next((value for value, ids in self.ids.items() if ids == (place_id, room_id)), None)

    @property
    def chosen(self) -> tuple[int, int | None]:
        """Ids of the place and the room."""
        return self.ids[self.data]
