"""What both sides write about an activity under approval, what residents report, and what the coordinator does about it."""

import pytest
from sqlalchemy import select

from app.activities import moderation, queries, review, rules, service
from app.activities.moderation import REASON_NAMES, ReportReason
from app.activities.rules import ActivityState as S
from app.activities.tables import PageReport
from app.audit.queries import list_entries
from app.db import reading
from app.messages.tables import Message
from tests.activities.build import publish_cafe

NONCE = "n" * 32


def mails(kind="activity_comment"):
    return [row.recipient for row in reading().execute(select(Message.recipient).where(Message.kind == kind))]


def waiting(people):
    return publish_cafe(people, people.newcomer_association).code


def texts(code):
    found = review.list_comments(queries.get_activity(code).id)
    return [(comment.author_id, comment.by_coordinator, comment.text) for comment in found]


def reported(people, **about):
    activity = publish_cafe(people)
    service.report_page(activity.id, about.get("date"), "wrong", about.get("text", "Fel dag"), about.get("nonce", ""))
    return activity


@pytest.mark.parametrize("state", list(S))
def test_both_write_from_sending_in_to_approval(state):
    assert moderation.may_discuss(state) is (state in {"submitted", "rejected"})


def test_a_comment_is_trimmed_and_never_empty():
    assert moderation.check_comment("submitted", "  Hej \n") == "Hej"
    assert len(moderation.check_comment("rejected", "x" * 2000)) == 1000
    with pytest.raises(moderation.CommentMissing):
        moderation.check_comment("submitted", " \n ")
    with pytest.raises(moderation.DiscussionClosed):
        moderation.check_comment("published", "Hej")


def test_every_reason_has_a_name_and_no_other_is_taken():
    assert set(REASON_NAMES) == set(ReportReason)
    assert moderation.check_reason("unsafe") == ReportReason.UNSAFE
    with pytest.raises(moderation.UnknownReason):
        moderation.check_reason("")


def test_a_comment_is_mailed_to_the_other_side(people):
    code = waiting(people)

    service.comment(code, "Var ses ni?", (people.kim.id, True))
    assert mails() == [people.nils.email]
    service.comment(code, "På torget.", (people.nils.id, False))

    assert mails() == [people.nils.email, people.kim.email]
    assert texts(code) == [(people.kim.id, True, "Var ses ni?"), (people.nils.id, False, "På torget.")]


def test_the_same_comment_sent_twice_is_written_once(people):
    code = waiting(people)

    for _turn in range(2):
        service.comment(code, "Var ses ni?", (people.kim.id, True), NONCE)

    assert (len(texts(code)), len(mails())) == (1, 1)


def test_nobody_writes_about_what_is_published(people):
    code = publish_cafe(people).code

    with pytest.raises(moderation.DiscussionClosed):
        service.comment(code, "Hej", (people.eva.id, False))

    assert (texts(code), mails()) == ([], [])


def test_the_reason_of_a_rejection_stands_among_the_comments_and_is_mailed_once(people):
    code = waiting(people)

    service.reject(code, " Skriv var ni ses. ", people.kim.id)

    assert texts(code) == [(people.kim.id, True, "Skriv var ni ses.")]
    assert (mails("activity_rejected"), mails()) == ([people.eva.email], [])  # who made it


def test_a_report_waits_until_it_is_handled_and_its_words_are_erased(people):
    activity = reported(people)
    report = review.list_open_reports(9)[0]
    assert (report.activity_code, report.reason, report.text, report.occurrence_code) == (
        activity.code, "wrong", "Fel dag", None,
    )  # fmt: skip

    for _turn in range(2):
        service.handle_report(report.code, people.kim.id)

    assert review.count_open_reports() == 0
    row = reading().scalars(select(PageReport)).one()
    assert (row.text, row.handled_by_id, row.handled_at is None) == ("", people.kim.id, False)
    assert [entry.action for entry in list_entries("page_report", report.code)] == ["handled"]


def test_a_report_of_a_date_names_it(people):
    activity = publish_cafe(people)
    date = queries.list_occurrences(activity.id)[1]

    service.report_page(activity.id, date.id, "other", "x" * 900)

    report = review.list_open_reports(9)[0]
    assert (report.occurrence_code, report.starts_at, len(report.text)) == (date.code, date.starts_at, 500)


def test_the_same_report_sent_twice_counts_once_and_mails_nobody(people):
    activity = reported(people, nonce=NONCE)
    before = len(reading().scalars(select(Message.id)).all())

    service.report_page(activity.id, None, "wrong", "", NONCE)

    assert review.count_open_reports() == 1
    assert len(reading().scalars(select(Message.id)).all()) == before


@pytest.mark.parametrize("reason", ["", "spam"])
def test_a_report_needs_a_reason(people, reason):
    activity = publish_cafe(people)

    with pytest.raises(moderation.UnknownReason):
        service.report_page(activity.id, None, reason, "")

    assert review.count_open_reports() == 0


def test_only_a_report_that_is_there_is_handled(people):
    with pytest.raises(moderation.NoSuchReport):
        service.handle_report("00000000", people.kim.id)


def test_the_coordinator_withdraws_a_page_and_the_editors_are_told_why(people, cancelled):
    activity = reported(people)

    assert service.take_down(activity.code, "Kursen finns inte.", people.kim.id) == 4

    assert queries.get_activity(activity.code).state == "withdrawn"
    assert texts(activity.code) == [(people.kim.id, True, "Kursen finns inte.")]
    assert (len(cancelled), mails(), review.count_open_reports()) == (4, [people.eva.email], 0)


@pytest.mark.parametrize(("reason", "refusal"), [(" ", rules.ReasonMissing), ("Fel", rules.NotPossibleNow)])
def test_what_is_not_published_is_not_withdrawn_by_the_coordinator(people, reason, refusal):
    code = waiting(people)

    with pytest.raises(refusal):
        service.take_down(code, reason, people.kim.id)

    assert queries.get_activity(code).state == "submitted"
