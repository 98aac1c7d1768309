"""Counting without an account: a host's link and PIN, what they open and what they do not."""

from datetime import timedelta
from urllib.parse import urlsplit

from app import clock
from app.activities.queries import find_occurrence
from app.attendance import queries, service
from app.attendance.rules.statement import Statement
from app.attendance.steps import Signer
from tests.attendance.build import ago, press, series, signed_up
from tests.client import words
from tests.counting import count_statements


def link(people, made):
    code, pin = service.make_host_link(made.code, people.eva.id)
    return f"/en/count/{service.host_token(code, 0)}", pin


def test_a_volunteer_counts_twelve_through_the_link(client, people):
    made = series(people)
    path, pin = link(people, made)

    listed = client.submit(path, pin=pin)
    date = listed.links()["Count"]
    press(client, date, "total", 12)
    press(client, date, "heads-newcomer", 7)
    page = press(client, date, "heads-resident", 5)
    done = client.submit_page(page, date, button=("press", "save"))

    record = queries.find_record(made.dates[0].id)
    assert (record.total, record.categories) == (12, {"newcomer": 7, "resident": 5})
    assert "Saved" in done.text
    assert record.saved_by_id is None


def test_the_address_after_the_pin_holds_no_token(client, people):
    path, pin = link(people, series(people))

    assert client.submit(path, pin=pin).response.request.path == "/en/count"


def test_five_wrong_pins_lock_the_link(client, people):
    path, pin = link(people, series(people))
    wrong = f"{(int(pin) + 1) % 1_000_000:06}"

    for _time in range(5):
        client.submit(path, status=422, pin=wrong)

    assert "Too many wrong PINs" in client.submit(path, status=422, pin=pin).text


def test_a_wrong_or_revoked_link_is_no_page(client, people):
    made = series(people)
    path, pin = link(people, made)
    client.submit(path, pin=pin)
    code = path.rpartition("/")[2].partition("-")[0]

    service.revoke_host_link(code, people.eva.id, made.id)

    client.get(path, status=404)
    client.get("/en/count", status=404)
    client.get(path[:-1] + ("0" if path[-1] != "0" else "1"), status=404)


def test_without_the_pin_nothing_is_counted(client, people):
    made = series(people)

    client.get("/en/count", status=403)
    client.get(f"/en/count/dates/{made.date}", status=403)


def test_a_host_counts_the_dates_of_their_own_series_only(client, people):
    own, other = series(people), series(people)
    path, pin = link(people, own)
    client.submit(path, pin=pin)

    client.get(f"/en/count/dates/{other.date}", status=404)


def test_a_host_sees_the_last_week_without_a_record(client, people):
    made = series(people, starts=[ago(days=9), ago(days=3), ago(days=2), ago(minutes=30)])
    service.save_record(made.dates[1].code, Statement(4), Signer(people.eva.id))
    path, pin = link(people, made)

    page = client.submit(path, pin=pin)

    counted = [a.get("href") for a in page.all("a") if "/count/dates/" in (a.get("href") or "")]
    assert [urlsplit(one).path.rpartition("/")[2] for one in counted] == [made.dates[3].code, made.dates[2].code]


def test_where_nothing_is_today_a_host_reads_when_the_next_date_is(client, people):
    made = series(people, starts=[clock.now() + timedelta(days=3), clock.now() + timedelta(days=10)])
    path, pin = link(people, made)

    page = client.submit(path, pin=pin)

    begins = clock.local(find_occurrence(made.dates[0].id).starts_at).isoformat(timespec="seconds")
    assert "No date today" in page.text
    assert next(time.get("datetime") for time in page.all("time")) == begins


def test_the_editor_makes_a_link_whose_pin_is_shown_once(client, people):
    made = series(people)
    client.sign_in(people.eva.id)
    path = f"/en/desk/activities/{made.code}/host-links"

    page = client.submit(path, label="Tuesday hosts")
    pin, address = [words(output) for output in page.all("output")]

    assert pin not in client.get(path).html
    assert client.submit(urlsplit(address).path, pin=pin).h1 == "Count who came"


def test_the_editor_closes_a_link(client, people):
    made = series(people)
    path, _pin = link(people, made)
    client.sign_in(people.eva.id)
    (close,) = [
        a.get("href")
        for a in client.get(f"/en/desk/activities/{made.code}/host-links").all("a")
        if "/close" in a.get("href")
    ]

    assert "What they have counted is kept" in client.get(close).text
    client.get(path)
    client.submit(close)

    client.get(path, status=404)
    client.get(close, status=404)


def test_a_host_sees_first_names_of_todays_date_only(client, people):
    made = series(people, starts=[ago(days=2), ago(minutes=30)])
    for date in made.dates:
        signed_up(made, date, "Amina Yusuf", party_size=2)
    path, pin = link(people, made)
    client.submit(path, pin=pin)

    today = client.get(f"/en/count/dates/{made.dates[1].code}")
    earlier = client.get(f"/en/count/dates/{made.dates[0].code}")

    assert "Amina 2 people" in today.text
    assert "Yusuf" not in today.text
    assert "Amina" not in earlier.text


def test_a_host_cancels_todays_date(client, people):
    made = series(people, starts=[ago(days=2), ago(minutes=30)])
    path, pin = link(people, made)
    client.submit(path, pin=pin)

    asked = client.get(f"/en/count/dates/{made.dates[1].code}").links()["Cancel this date"]
    page = client.submit(asked)

    assert "The date is cancelled." in page.text
    assert find_occurrence(made.dates[1].id).state == "cancelled"
    client.get(f"/en/count/dates/{made.dates[0].code}/cancel", status=404)


def test_a_date_with_a_record_is_not_cancelled(client, people):
    made = series(people)
    path, pin = link(people, made)
    client.submit(path, pin=pin)
    service.save_record(made.date, Statement(4), Signer(people.eva.id))

    client.submit(f"/en/count/dates/{made.date}/cancel", status=422)

    assert find_occurrence(made.dates[0].id).state == "scheduled"


def test_the_hosts_pages_need_few_statements(app, client, people):
    made = series(people, starts=[ago(days=day) for day in range(6)])
    for date in made.dates:
        signed_up(made, date, "Amina")
    path, pin = link(people, made)
    client.submit(path, pin=pin)

    for page in ("/en/count", f"/en/count/dates/{made.date}"):
        with count_statements(app) as counted:
            client.get(page)
        assert len(counted) <= 12, counted.statements
