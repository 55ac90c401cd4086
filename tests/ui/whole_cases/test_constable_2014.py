"""A constable under the 2012 Regulations, from a complaint to a written warning after a meeting.

Easter lies in it: Good Friday was 18 April 2014, Easter Monday the 21st, and the bank holidays of
May were the 5th and the 26th.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.whole_cases.at_work import AtWork
from tests.ui.whole_cases.reviewed_sheet import same_as_reviewed

AUTHORITY = "H. Brannigan"
PC = "PC 4417 Harmer"
UPDATE = "Update to the complainant · Moira Tregenza"
NOTICE = f"Notice of investigation · {PC}"
RESPONSE = f"Officer's response to the notice of investigation · {PC}"
REFERRED = f"Officer's response to the notice of referral · {PC}"
MEETING = f"Misconduct meeting · {PC}"
APPEAL = f"Appeal against the misconduct meeting · {PC}"
REVIEW = "Request for review of the complaint's outcome · Moira Tregenza"


@pytest.mark.slow
def test_a_constable_is_warned_in_writing_after_a_meeting(at_work: AtWork, tmp_path: Path) -> None:
    receive(at_work)
    investigate(at_work, tmp_path)
    decide(at_work)
    meet(at_work)
    appeal(at_work)
    close(at_work)

    sheet = at_work.print_sheet(tmp_path / "sheet.pdf")
    same_as_reviewed(sheet, "constable_2014")
    at_work.go_home()


def receive(at_work: AtWork) -> None:
    at_work.come_in("10 Mar 2014")
    at_work.new_case()
    at_work.fill(
        "The matter",
        {
            "Title of the matter": "Photograph of a road accident on Facebook",
            "Kind of matter": "Public complaint (Schedule 3)",
            "Summary": "Mrs Tregenza complains that an officer photographed her damaged car at "
            "the scene and put the picture on Facebook before she had rung her family.",
        },
    )
    at_work.fill("Progress", {"Investigator": "D. Okafor"})
    at_work.fill(
        "The incident",
        {"Incident from": "7 Mar 2014", "Place of the incident": "A39 near Kelstow, eastbound"},
    )
    at_work.go("Subjects and allegations")
    at_work.click(at_work.button("Add subject"))
    at_work.fill(
        "The subject",
        {
            "Collar number": "4417",
            "Role": "Police officer",
            "Family name": "Harmer",
            "Given names": "Daniel",
            "Rank": "Constable",
            "Post": "Response",
            "Unit": "Kelstow",
        },
    )
    assert at_work.window.header.regime.text() == "Police (Conduct) Regulations 2012"
    allegation = at_work.add(
        "Allegations",
        {
            "What is alleged": "On 7 March 2014 he put a photograph of her car at the scene on "
            "Facebook, with the number plate to be read.",
            "Category": "X Improper disclosure of information",
            "Standard breached": "Confidentiality",
            "On or off duty": "On duty",
            "Conduct from": "7 Mar 2014",
            "Factors": ["Social media"],
        },
    )
    at_work.fill(
        allegation,
        {
            "Platform": "Facebook",
            "What was done": "Photo of an incident posted",
            "Guidance in other words": "Social media guidance, version 3, 5.1",
        },
    )
    at_work.save()
    assert at_work.reference == "PS/2014/00001"
    assert "Record the complainant" in at_work.refused("Recorded")
    at_work.fill("Progress", {"Recorded": "10 Mar 2014"})
    at_work.add(
        "Complainants, interested persons and witnesses",
        {
            "Family name": "Tregenza",
            "Given names": "Moira",
            "Title": "Mrs",
            "Since": "10 Mar 2014",
            "Prefers contact by": "Telephone",
            "How they want to be told": "After six in the evening",
            "Telephone": "01632 960441",
        },
    )
    at_work.save()
    assert at_work.clocks() == {UPDATE: "Due 7 Apr 2014"}
    at_work.write("10 Mar 2014 18:30", "Contact", "Rang Mrs Tregenza; she keeps to her complaint.")
    at_work.save()


def investigate(at_work: AtWork, folder: Path) -> None:
    at_work.come_in("12 Mar 2014")
    at_work.go("Subjects and allegations")
    at_work.add(
        "Severity assessments",
        {
            "Severity": "Misconduct",
            "Assessed by": AUTHORITY,
            "Reason": "Not more than a written warning would follow: one picture, soon taken down.",
        },
    )
    at_work.write(
        "12 Mar 2014 10:00",
        "Decision",
        "No referral to the IPCC.",
        "No injury by police, no serious corruption: none of the mandatory criteria is met.",
    )
    at_work.stage("Assessed")
    at_work.stage("Under investigation")
    assert at_work.clocks() == {UPDATE: "Due 7 Apr 2014", NOTICE: "As soon as practicable"}

    at_work.come_in("14 Mar 2014")
    at_work.go("Deadlines, notices and tasks")
    at_work.add(
        "Notices",
        {
            "Kind of notice": "Notice of investigation",
            "How": "In person",
            "Served by": "D. Okafor",
            "Notes": "Told of his right to consult the Federation and to have a police friend.",
        },
    )
    at_work.save()
    assert at_work.clocks() == {RESPONSE: "Due 28 Mar 2014", UPDATE: "Due 7 Apr 2014"}
    picture = folder / "page.txt"
    picture.write_text("The page as it stood on 7 March 2014\n")
    at_work.attach({picture: "Facebook page of 7 March 2014"}, "Mrs M. Tregenza")

    at_work.come_in("27 Mar 2014")
    assert at_work.clocks()[RESPONSE] == "Due tomorrow · 28 Mar 2014"
    at_work.fill("Notice of investigation", {"Response received": "27 Mar 2014"})
    at_work.write(
        "27 Mar 2014 16:00",
        "Event",
        "PC Harmer answers: he posted it, and took it down that night.",
    )
    at_work.save()
    assert list(at_work.clocks()) == [UPDATE]

    at_work.come_in("4 Apr 2014")
    at_work.go("Deadlines, notices and tasks")
    at_work.add(
        "What complainants were told",
        {
            "What": "Progress update",
            "How": "Telephone",
            "What was said": "The officer has answered; a decision follows within the week.",
        },
    )
    at_work.save()
    assert at_work.clocks() == {UPDATE: "Due 2 May 2014"}


def decide(at_work: AtWork) -> None:
    at_work.come_in("8 Apr 2014")
    at_work.go("Subjects and allegations")
    at_work.add(
        "Findings of misconduct",
        {
            "Finding": "Case to answer: misconduct",
            "Decided by": AUTHORITY,
            "Reason": "He admits the post; the guidance had been given to him in 2013.",
        },
    )
    assert "Record what was found on the complaint" in at_work.refused("Proceedings")
    at_work.put(at_work.field("Stage", at_work.card("Progress")), "Under investigation")
    at_work.go("Subjects and allegations")
    at_work.add(
        "Finding on the complaint",
        {
            "Finding": "Upheld",
            "Decided by": AUTHORITY,
            "Reason": "Her car could be recognised, and the picture was seen by her family.",
        },
    )
    at_work.stage("Decision")
    at_work.write(
        "8 Apr 2014 11:30",
        "Decision",
        "Refer to a misconduct meeting rather than management action.",
        "The complainant could be identified from the picture, and the guidance was known.",
    )
    at_work.stage("Proceedings")

    at_work.come_in("11 Apr 2014")
    at_work.go("Deadlines, notices and tasks")
    at_work.add(
        "Notices",
        {
            "Kind of notice": "Notice of referral to a misconduct meeting, with the documents",
            "How": "In person",
            "Served by": "D. Okafor",
        },
    )
    at_work.go("Proceedings and outcomes")
    meeting = at_work.add("Proceedings", {})
    assert "Staff disciplinary meeting" not in at_work.offers("Kind of proceeding", meeting)
    at_work.fill(
        meeting,
        {
            "Kind of proceeding": "Misconduct meeting",
            "Notice given": "11 Apr 2014",
            "Fixed for": "13 May 2014",
            "Chaired by": "Ch Insp A. Lidgate",
            "Representative": "Sgt P. Quill, Police Federation",
            "Held in public": "No",
        },
    )
    at_work.save()
    # Ten and twenty working days; a day that is only fixed stops no clock.
    assert at_work.clocks() == {
        REFERRED: "Due 29 Apr 2014",
        UPDATE: "Due 2 May 2014",
        MEETING: "Due 14 May 2014",
    }

    at_work.come_in("30 Apr 2014")
    assert at_work.clocks()[REFERRED] == "▲ 1 day overdue · 29 Apr 2014"
    at_work.fill(
        "Notice of referral",
        {
            "Response received": "30 Apr 2014",
            "Notes": "He accepts the misconduct. A day late: leave.",
        },
    )
    at_work.save()

    at_work.come_in("2 May 2014")
    at_work.go("Deadlines, notices and tasks")
    at_work.add(
        "What complainants were told",
        {
            "What": "Progress update",
            "How": "Telephone",
            "What was said": "A misconduct meeting is held on 13 May.",
        },
    )
    at_work.save()
    assert at_work.clocks() == {MEETING: "Due 14 May 2014", UPDATE: "Due 30 May 2014"}


def meet(at_work: AtWork) -> None:
    at_work.come_in("13 May 2014")
    at_work.go("Subjects and allegations")
    at_work.add(
        "Findings of misconduct",
        {
            "Found by": "Proceedings",
            "Finding": "Proven: misconduct",
            "Reason": "Admitted. The meeting accepts that he took the picture down unasked.",
        },
    )
    at_work.go("Proceedings and outcomes")
    at_work.fill("Misconduct meeting", {"Held": "13 May 2014", "Result": "Proven: misconduct"})
    outcome = at_work.add("Outcomes", {})
    at_work.fill(
        outcome,
        {
            "Outcome": "Written warning",
            "Decided by": "Ch Insp A. Lidgate",
            "Following": "Misconduct meeting",
            "Takes effect": "13 May 2014",
            "Notes": "Told of his right of appeal.",
        },
    )
    # Twelve months under the 2012 Regulations: its last day is the day before.
    assert at_work.shows("Expires", outcome) == "12 May 2015"
    at_work.stage("Outcome")
    assert at_work.clocks() == {APPEAL: "Open until 22 May 2014", UPDATE: "Due 30 May 2014"}


def appeal(at_work: AtWork) -> None:
    at_work.come_in("20 May 2014")
    at_work.go("Proceedings and outcomes")
    at_work.fill("Misconduct meeting", {"Appeal lodged": "20 May 2014"})
    at_work.write("20 May 2014 12:00", "Event", "PC Harmer appeals against the outcome.")
    at_work.save()
    assert at_work.clocks() == {UPDATE: "Due 30 May 2014"}

    at_work.come_in("28 May 2014")
    at_work.go("Deadlines, notices and tasks")
    at_work.add(
        "What complainants were told",
        {
            "What": "Progress update",
            "How": "Telephone",
            "What was said": "The meeting was held; the officer has appealed.",
        },
    )
    at_work.save()

    at_work.come_in("3 Jun 2014")
    at_work.go("Proceedings and outcomes")
    at_work.fill(
        "Misconduct meeting",
        {"Appeal decided": "3 Jun 2014", "Result of the appeal": "Dismissed"},
    )
    at_work.write(
        "3 Jun 2014 15:00", "Event", "Supt R. Oyelaran dismisses the appeal: the outcome was fair."
    )
    at_work.save()


def close(at_work: AtWork) -> None:
    at_work.come_in("4 Jun 2014")
    assert "the outcome letter" in at_work.refused("Closed")
    at_work.put(at_work.field("Stage", at_work.card("Progress")), "Outcome")
    at_work.go("Deadlines, notices and tasks")
    at_work.add(
        "What complainants were told",
        {
            "What": "Outcome letter",
            "How": "Post",
            "What was said": "A case to answer was found, and proven; the officer was warned.",
        },
    )
    at_work.save()
    assert at_work.clocks() == {REVIEW: "Open until 2 Jul 2014"}

    at_work.come_in("3 Jul 2014")
    assert at_work.clocks() == {REVIEW: "Ran out 2 Jul 2014"}
    at_work.close_case("3 Jul 2014")
    row, preview = at_work.in_the_list()
    assert row["Stage"] == "Closed"
    assert "PC 4417 Harmer: Written warning, 13 May 2014" in preview
    assert at_work.figures() == {
        "investigated": "1",
        "case_to_answer": "1",
        "outcomes": "1 written warning",
    }
