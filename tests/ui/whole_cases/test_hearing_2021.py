"""Gross misconduct under the 2020 Regulations, from a referral to the barred list.

Good Friday was 2 April 2021 and Easter Monday the 5th; the hundred working days of the hearing run
over the bank holiday of 30 August, and its extension over Christmas and New Year.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.whole_cases.at_work import AtWork
from tests.ui.whole_cases.reviewed_sheet import same_as_reviewed

AUTHORITY = "H. Brannigan"
CHAIR = "R. Achterberg (legally qualified chair)"
PC = "PC 2290 Stroud"
REFERRAL = "Mandatory referral to the IOPC"
UPDATE = "Update to the complainant · Ines Calloway"
REPORT = "Written report: not finished in 12 months"
NOTICE = f"Notice of investigation · {PC}"
RESPONSE = f"Officer's response to the notice of investigation · {PC}"
REFERRED = f"Officer's response to the notice of referral · {PC}"
HEARING = f"Misconduct hearing · {PC}"
SUSPENDED = f"Review of the suspension · {PC}"
TRIBUNAL = f"Appeal to the police appeals tribunal · {PC}"


@pytest.mark.slow
def test_an_officer_is_dismissed_and_barred(at_work: AtWork, tmp_path: Path) -> None:
    receive(at_work)
    refer(at_work)
    investigate(at_work, tmp_path)
    decide(at_work)
    wait_for_the_hearing(at_work)
    hear(at_work)
    appeal_and_close(at_work)

    sheet = at_work.print_sheet(tmp_path / "sheet.pdf")
    same_as_reviewed(sheet, "hearing_2021")
    at_work.go_home()


def receive(at_work: AtWork) -> None:
    at_work.come_in("1 Apr 2021")
    at_work.new_case()
    at_work.fill(
        "The matter",
        {
            "Title of the matter": "Messages to a victim of domestic abuse",
            "Kind of matter": "Recordable conduct matter",
            "Summary": "A response officer took a victim's number from the crime record and wrote "
            "to her on WhatsApp for three weeks, latterly of a sexual nature.",
        },
    )
    at_work.fill("Progress", {"Recorded": "1 Apr 2021", "Investigator": "D. Okafor"})
    at_work.fill("The incident", {"Incident from": "1 Mar 2021", "Incident to": "22 Mar 2021"})
    at_work.add(
        "Complainants, interested persons and witnesses",
        {
            "Family name": "Calloway",
            "Given names": "Ines",
            "Capacity": "Interested person",
            "Since": "1 Apr 2021",
            "Prefers contact by": "Email",
            "How they want to be told": "Through her adviser, never by telephone",
            "Email": "adviser@haven.example",
        },
    )
    at_work.go("Subjects and allegations")
    at_work.click(at_work.button("Add subject"))
    at_work.fill(
        "The subject",
        {
            "Collar number": "2290",
            "Role": "Police officer",
            "Family name": "Stroud",
            "Given names": "Callum",
            "Rank": "Constable",
            "Post": "Response",
            "Unit": "Ashmere",
        },
    )
    law = "Police (Conduct) Regulations 2020; Police (Complaints and Misconduct) Regulations 2020"
    assert at_work.window.header.regime.text() == law
    at_work.add(
        "Allegations",
        {
            "What is alleged": "On 1 March 2021 he opened the crime record of Ms Calloway, in "
            "whose case he had no part, and took her number from it.",
            "Category": "D1 Use of police systems",
            "Standard breached": "Confidentiality",
            "On or off duty": "On duty",
            "Conduct from": "1 Mar 2021",
        },
    )
    allegation = at_work.add(
        "Allegations",
        {
            "What is alleged": "From 1 to 22 March 2021 he wrote to Ms Calloway on WhatsApp to "
            "bring about a sexual relationship.",
            "Category": "G2 Abuse of position for sexual purpose",
            "Standard breached": "Discreditable Conduct",
            "On or off duty": "Off duty",
            "Conduct from": "1 Mar 2021",
            "Conduct to": "22 Mar 2021",
            "Factors": ["Social media"],
        },
    )
    at_work.fill(
        allegation,
        {
            "Platform": "WhatsApp",
            "What was done": "Inappropriate contact with a victim or witness",
            "Guidance in other words": "Maintaining professional boundaries, 2017, 2.2",
        },
    )
    at_work.save()
    assert at_work.reference == "PS/2021/00001"
    at_work.stage("Recorded")
    assert at_work.clocks() == {UPDATE: "Due 29 Apr 2021", REPORT: "Due 1 Apr 2022"}


def refer(at_work: AtWork) -> None:
    at_work.go("Summary")
    at_work.add(
        "Referral to the IOPC (before 8 Jan 2018 the IPCC)",
        {
            "Kind of referral": "Mandatory",
            "Decided by": AUTHORITY,
            "Reason": "Abuse of position for a sexual purpose is serious corruption.",
        },
    )
    assert "each mandatory referral" in at_work.refused("Assessed")
    at_work.put(at_work.field("Stage", at_work.card("Progress")), "Recorded")
    at_work.go("Subjects and allegations")
    at_work.add(
        "Severity assessments",
        {
            "Severity": "Misconduct",
            "Assessed by": AUTHORITY,
            "Reason": "On the first account there was one misuse of the crime system.",
        },
    )
    at_work.go("Deadlines, notices and tasks")
    at_work.add(
        "Suspension and restricted duties",
        {
            "Suspension or restriction": "Suspension",
            "Decided by": AUTHORITY,
            "Reason": "He could reach the witness and the systems; no other post prevents that.",
        },
    )
    at_work.write(
        "1 Apr 2021 16:30",
        "Decision",
        "Refer to the IOPC at once, before the account of the victim is complete.",
        "The messages alone meet the mandatory criteria.",
    )
    at_work.save()
    # The next working day after Maundy Thursday is the Tuesday after Easter.
    assert at_work.clocks() == {
        REFERRAL: "Due in 5 days · 6 Apr 2021",
        SUSPENDED: "Due 29 Apr 2021",
        UPDATE: "Due 29 Apr 2021",
        REPORT: "Due 1 Apr 2022",
        NOTICE: "As soon as practicable",
    }

    at_work.come_in("6 Apr 2021")
    assert at_work.clocks()[REFERRAL] == "▲ Due today · 6 Apr 2021"
    at_work.go("Summary")
    at_work.fill("Mandatory · 1 Apr 2021", {"Sent to the IOPC": "6 Apr 2021"})
    at_work.stage("Assessed")
    at_work.stage("Under investigation")
    assert REFERRAL not in at_work.clocks()


def investigate(at_work: AtWork, folder: Path) -> None:
    at_work.come_in("7 Apr 2021")
    at_work.go("Deadlines, notices and tasks")
    at_work.add(
        "Notices",
        {
            "Kind of notice": "Notice of investigation",
            "How": "Through the representative",
            "Served by": "D. Okafor",
        },
    )
    at_work.save()
    assert at_work.clocks()[RESPONSE] == "Due 21 Apr 2021"
    assert NOTICE not in at_work.clocks()
    chat, audit = folder / "chat.txt", folder / "audit.csv"
    chat.write_text("WhatsApp, 1 to 22 March 2021\n")
    audit.write_text("day,record\n2021-03-01,118204\n")
    at_work.attach(
        {chat: "WhatsApp messages", audit: "Audit of the crime system"}, "Ms I. Calloway; ICT"
    )

    at_work.come_in("12 Apr 2021")
    at_work.go("Subjects and allegations")
    at_work.add(
        "Severity assessments",
        {
            "Severity": "Gross misconduct",
            "Assessed by": AUTHORITY,
            "Reason": "The messages show a sexual purpose: dismissal would be justified.",
        },
    )
    at_work.write(
        "12 Apr 2021 09:30",
        "Decision",
        "Revise the severity to gross misconduct and tell the officer in writing.",
        "Exhibit DO/1 shows three weeks of messages, not one look at a record.",
    )
    at_work.save()

    at_work.come_in("16 Apr 2021")
    at_work.go("Summary")
    at_work.fill(
        "Mandatory · 1 Apr 2021", {"Mode decided": "Directed", "Mode decided on": "16 Apr 2021"}
    )
    at_work.save()

    at_work.come_in("20 Apr 2021")
    at_work.go("Deadlines, notices and tasks")
    assert at_work.clocks()[RESPONSE] == "Due tomorrow · 21 Apr 2021"
    at_work.fill(
        "Notice of investigation",
        {"Response received": "20 Apr 2021", "Notes": "No comment, by his representative."},
    )
    at_work.save()

    every_four_weeks(at_work, "28 Apr 2021", "The investigation has begun.")
    assert at_work.clocks() == {
        SUSPENDED: "Due 26 May 2021",
        UPDATE: "Due 26 May 2021",
        REPORT: "Due 1 Apr 2022",
    }
    every_four_weeks(at_work, "26 May 2021", "The victim has given her account.")
    assert at_work.clocks()[SUSPENDED] == "Due 23 Jun 2021"


def every_four_weeks(at_work: AtWork, day: str, words: str) -> None:
    """The suspension is reviewed and the victim is told how things stand."""
    at_work.come_in(day)
    at_work.go("Deadlines, notices and tasks")
    at_work.add(
        "Reviews", {"Decision": "Continues", "Decided by": AUTHORITY, "Reason": "The risk remains."}
    )
    at_work.add(
        "What complainants were told",
        {"What": "Progress update", "How": "Email", "What was said": words},
    )
    at_work.save()


def decide(at_work: AtWork) -> None:
    at_work.come_in("25 Jun 2021")
    assert at_work.clocks()[SUSPENDED] == "▲ 2 days overdue · 23 Jun 2021"
    every_four_weeks(at_work, "25 Jun 2021", "The report has gone to the IOPC.")
    assert at_work.clocks()[SUSPENDED] == "Due 23 Jul 2021"

    at_work.come_in("28 Jun 2021")
    page = at_work.go("Subjects and allegations")
    for number, reason in (
        ("Allegation 1", "The audit shows that he opened the record without a policing purpose."),
        ("Allegation 2", "The messages are in his hand and their purpose is plain."),
    ):
        at_work.add(
            "Findings",
            {
                "Finding": "Case to answer: gross misconduct",
                "Decided by": AUTHORITY,
                "Reason": reason,
            },
            under=at_work.card(number),
        )
    assert page.isVisible()
    at_work.stage("Decision")
    assert REPORT not in at_work.clocks()
    at_work.write(
        "28 Jun 2021 14:00",
        "Decision",
        "Refer to a misconduct hearing.",
        "The IOPC agrees with the report; if proven, dismissal is the likely outcome.",
    )
    at_work.stage("Proceedings")

    at_work.come_in("2 Jul 2021")
    at_work.go("Deadlines, notices and tasks")
    at_work.add(
        "Notices",
        {
            "Kind of notice": "Notice of referral to a misconduct hearing, with the documents",
            "How": "Through the representative",
            "Served by": "D. Okafor",
        },
    )
    at_work.go("Proceedings and outcomes")
    at_work.add(
        "Proceedings",
        {
            "Kind of proceeding": "Misconduct hearing",
            "Notice given": "2 Jul 2021",
            "Fixed for": "8 Nov 2021",
            "Chaired by": CHAIR,
            "Representative": "T. Marlow, counsel; Sgt P. Quill, police friend",
            "Held in public": "Yes",
            "Panel": f"{CHAIR}; Supt R. Oyelaran; M. Duguid, independent member",
        },
    )
    at_work.save()
    assert at_work.clocks() == {
        REFERRED: "Due 16 Jul 2021",
        UPDATE: "Due 23 Jul 2021",
        SUSPENDED: "Due 23 Jul 2021",
        HEARING: "Due 22 Nov 2021",
    }

    at_work.come_in("15 Jul 2021")
    at_work.go("Deadlines, notices and tasks")
    at_work.fill("Notice of referral", {"Response received": "15 Jul 2021"})
    at_work.save()


def wait_for_the_hearing(at_work: AtWork) -> None:
    for day in ("23 Jul 2021", "20 Aug 2021", "17 Sep 2021", "15 Oct 2021"):
        every_four_weeks(at_work, day, "The hearing is fixed for November.")
    at_work.come_in("1 Nov 2021")
    at_work.change_clock(
        f"Extend {HEARING}",
        "14 Jan 2022",
        "The chair extends it in the interests of justice: counsel for the officer is ill.",
    )
    at_work.go("Proceedings and outcomes")
    at_work.fill("Misconduct hearing", {"Fixed for": "10 Jan 2022"})
    at_work.save()
    assert at_work.clocks()[HEARING] == "Due 14 Jan 2022 · moved from 22 Nov 2021"
    for day in ("12 Nov 2021", "10 Dec 2021", "7 Jan 2022"):
        every_four_weeks(at_work, day, "The hearing is fixed for 10 January.")
    assert at_work.clocks() == {
        HEARING: "Due in 7 days · 14 Jan 2022 · moved from 22 Nov 2021",
        UPDATE: "Due 4 Feb 2022",
        SUSPENDED: "Due 4 Feb 2022",
    }


def hear(at_work: AtWork) -> None:
    at_work.come_in("10 Jan 2022")
    at_work.go("Subjects and allegations")
    for number, reason in (
        ("Allegation 1", "Admitted."),
        ("Allegation 2", "The panel does not accept that the messages were meant as support."),
    ):
        at_work.add(
            "Findings",
            {"Found by": "Proceedings", "Finding": "Proven: gross misconduct", "Reason": reason},
            under=at_work.card(number),
        )
    at_work.go("Proceedings and outcomes")
    at_work.fill(
        "Misconduct hearing", {"Held": "10 Jan 2022", "Result": "Proven: gross misconduct"}
    )
    outcome = at_work.add("Outcomes", {})
    assert "Dismissal with notice" not in at_work.offers("Outcome", outcome)
    at_work.fill(
        outcome,
        {
            "Outcome": "Dismissal without notice",
            "Decided by": CHAIR,
            "Following": "Misconduct hearing",
            "Takes effect": "10 Jan 2022",
        },
    )
    assert "Barred list told" in at_work.asks(outcome)
    at_work.go("Deadlines, notices and tasks")
    at_work.fill(f"Suspension · {PC}", {"Ended": "10 Jan 2022"})
    at_work.stage("Outcome")
    assert at_work.clocks() == {TRIBUNAL: "Open until 24 Jan 2022", UPDATE: "Due 4 Feb 2022"}

    at_work.come_in("12 Jan 2022")
    at_work.go("Proceedings and outcomes")
    at_work.fill(
        "Dismissal without notice",
        {
            "Barred list told": "12 Jan 2022",
            "Details given to the list": "Entered by the College of Policing on 12 Jan 2022",
        },
    )
    at_work.go("Deadlines, notices and tasks")
    at_work.add(
        "What complainants were told",
        {"What": "Outcome letter", "How": "Email", "What was said": "He was dismissed and barred."},
    )
    at_work.save()
    assert at_work.clocks() == {TRIBUNAL: "Open until 24 Jan 2022"}


def appeal_and_close(at_work: AtWork) -> None:
    at_work.come_in("21 Jan 2022")
    at_work.go("Proceedings and outcomes")
    at_work.fill("Misconduct hearing", {"Appeal lodged": "21 Jan 2022"})
    at_work.write("21 Jan 2022 10:00", "Event", "He appeals to the police appeals tribunal.")
    at_work.save()
    assert at_work.clocks() == {}

    at_work.come_in("20 Apr 2022")
    at_work.go("Proceedings and outcomes")
    at_work.fill(
        "Misconduct hearing",
        {"Appeal decided": "20 Apr 2022", "Result of the appeal": "Dismissed"},
    )
    at_work.write(
        "20 Apr 2022 11:00", "Event", "The tribunal dismisses the appeal; its reasons are on file."
    )
    at_work.save()

    at_work.come_in("22 Apr 2022")
    at_work.close_case("22 Apr 2022")
    row, preview = at_work.in_the_list()
    assert row["Stage"] == "Closed"
    assert "PC 2290 Stroud: Dismissal without notice, 10 Jan 2022" in preview
    assert at_work.figures() == {
        "investigated": "1",
        "case_to_answer": "1",
        "outcomes": "1 dismissal without notice",
    }
