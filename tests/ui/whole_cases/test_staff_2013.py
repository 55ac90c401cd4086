"""A 2013 staff case, from receipt to closure: the subject resigns before the hearing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.whole_cases.at_work import AtWork
from tests.ui.whole_cases.reviewed_sheet import same_as_reviewed

AUTHORITY = "H. Brannigan"


@pytest.mark.slow
def test_a_member_of_staff_resigns_before_the_hearing(at_work: AtWork, tmp_path: Path) -> None:
    receive(at_work)
    suspend_and_investigate(at_work, tmp_path)
    decide(at_work)
    resign(at_work)
    close(at_work)

    sheet = at_work.print_sheet(tmp_path / "sheet.pdf")
    same_as_reviewed(sheet, "staff_2013")
    at_work.go_home()


def receive(at_work: AtWork) -> None:
    at_work.come_in("11 Mar 2013")
    at_work.new_case()
    at_work.fill(
        "The matter",
        {
            "Title of the matter": "Posts about callers by a control-room operator",
            "Kind of matter": "Internal or staff discipline",
            "Summary": "A supervisor saw posts on Facebook in which an operator of the control "
            "room made fun of people who had rung 999, two of whom could be recognised.",
        },
    )
    assert at_work.window.header.regime.text() == "Police (Conduct) Regulations 2012"
    at_work.fill("Progress", {"Recorded": "11 Mar 2013", "Investigator": "D. Okafor"})
    at_work.fill("The incident", {"Incident from": "2 Feb 2013", "Incident to": "9 Mar 2013"})
    at_work.add(
        "Complainants, interested persons and witnesses",
        {
            "Family name": "Penhale",
            "Given names": "Rosalind",
            "Capacity": "Witness",
            "Prefers contact by": "Email",
            "Email": "r.penhale@weald.example",
        },
    )
    at_work.go("Subjects and allegations")
    at_work.click(at_work.button("Add subject"))
    at_work.fill(
        "The subject",
        {
            "Collar number": "71204",
            "Role": "Police staff",
            "Family name": "Ravel",
            "Given names": "Tamsin",
            "Title": "Ms",
            "Post": "Communications operator",
            "Unit": "Control room",
        },
    )
    assert at_work.window.header.regime.text() == (
        "The force's own discipline policy for police staff"
    )
    allegation = at_work.add(
        "Allegations",
        {
            "What is alleged": "Between 2 February and 9 March 2013 she put eleven posts on "
            "Facebook in which she made fun of people who had rung 999.",
            "Category": "X Improper disclosure of information",
            "Standard breached": "Confidentiality",
            "On or off duty": "Off duty",
            "Conduct from": "2 Feb 2013",
            "Conduct to": "9 Mar 2013",
            "Factors": ["Social media"],
        },
    )
    at_work.fill(
        allegation,
        {
            "Platform": "Facebook",
            "What was done": "Force information disclosed",
            "Guidance in other words": "Use of social networking sites, version 2, 4.3",
        },
    )
    at_work.write(
        "11 Mar 2013 09:20", "Event", "R. Penhale handed in screen prints of the eleven posts."
    )
    at_work.save()
    assert at_work.reference == "PS/2013/00001"
    assert at_work.clocks() == {}  # the regulations set no clock for the force's own policy


def suspend_and_investigate(at_work: AtWork, folder: Path) -> None:
    at_work.come_in("12 Mar 2013")
    at_work.stage("Recorded")
    at_work.stage("Assessed")
    at_work.go("Subjects and allegations")
    at_work.add(
        "Severity assessments",
        {
            "Severity": "Gross misconduct",
            "Assessed by": AUTHORITY,
            "Reason": "Callers could be recognised: if proven, trust in the 999 service is harmed.",
        },
    )
    page = at_work.go("Deadlines, notices and tasks")
    notice = at_work.add("Notices", {})
    assert at_work.offers("Kind of notice", notice) == [
        "Letter opening a staff investigation",
        "Invitation to a staff disciplinary meeting, with the documents",
        "Invitation to a staff disciplinary hearing, with the documents",
        "Written report: investigation not finished",
        "Other notice",
    ]
    at_work.fill(
        notice,
        {
            "Kind of notice": "Letter opening a staff investigation",
            "How": "In person",
            "Served by": "D. Okafor",
            "Notes": "Given with the force's discipline policy; told of her right to a companion.",
        },
    )
    at_work.add(
        "Suspension and restricted duties",
        {
            "Suspension or restriction": "Suspension",
            "Decided by": AUTHORITY,
            "Reason": "She has callers' records before her at every turn of duty.",
        },
    )
    at_work.add(
        "Tasks",
        {
            "What is to be done": "Ask for the audit of her log-ins from 1 February",
            "Due": "15 Mar 2013",
            "Priority": "High",
        },
    )
    assert page.isVisible()
    at_work.write(
        "12 Mar 2013 11:00",
        "Decision",
        "Suspend on full pay rather than move to other work.",
        "No post in the control room is without access to callers' records.",
    )
    at_work.stage("Under investigation")
    assert at_work.clocks() == {
        "Review of the suspension · Ms T. Ravel (staff)": ("Due 9 Apr 2013")
    }

    at_work.come_in("14 Mar 2013")
    posts, audit = folder / "posts.txt", folder / "audit.csv"
    posts.write_text("Eleven posts, 2 February to 9 March 2013\n")
    audit.write_text("day,record\n2013-02-02,4471\n2013-03-09,5120\n")
    at_work.attach(
        {posts: "Screen prints of eleven posts", audit: "Audit of log-ins"}, "R. Penhale; ICT"
    )
    at_work.go("Deadlines, notices and tasks")
    at_work.fill("Ask for the audit", {"Done": "14 Mar 2013"})
    at_work.write(
        "14 Mar 2013 15:00", "Action", "Audit received: two of the callers' records opened."
    )
    at_work.save()

    # Good Friday and Easter Monday lie between; a clock in calendar days does not mind them.
    at_work.come_in("9 Apr 2013")
    assert at_work.clocks() == {
        "Review of the suspension · Ms T. Ravel (staff)": ("▲ Due today · 9 Apr 2013")
    }
    at_work.add(
        "Reviews",
        {"Decision": "Continues", "Decided by": AUTHORITY, "Reason": "Nothing has changed."},
    )
    at_work.save()
    assert at_work.clocks() == {
        "Review of the suspension · Ms T. Ravel (staff)": ("Due 7 May 2013")
    }


def decide(at_work: AtWork) -> None:
    at_work.come_in("19 Apr 2013")
    at_work.go("Subjects and allegations")
    at_work.add(
        "Allegations",
        {
            "What is alleged": "In February 2013 she told a friend by telephone the address of a "
            "caller.",
            "Category": "X Improper disclosure of information",
            "Standard breached": "Confidentiality",
        },
    )
    at_work.add(
        "Findings",
        {
            "Finding": "Case to answer: gross misconduct",
            "Decided by": AUTHORITY,
            "Reason": "She accepts that she wrote the posts; two callers could be recognised.",
        },
        under=at_work.card("Allegation 1"),
    )
    at_work.stage("Decision")
    assert "Record a finding on every allegation" in at_work.refused("Proceedings")
    at_work.leave_out(
        "A finding on every allegation",
        "Allegation 2 waits for the telephone examination; the hearing of the first does not.",
    )
    at_work.save()

    at_work.come_in("22 Apr 2013")
    at_work.go("Deadlines, notices and tasks")
    at_work.add(
        "Notices",
        {
            "Kind of notice": "Invitation to a staff disciplinary hearing, with the documents",
            "How": "Post",
            "Served by": "D. Okafor",
        },
    )
    at_work.go("Proceedings and outcomes")
    hearing = at_work.add("Proceedings", {})
    assert at_work.offers("Kind of proceeding", hearing) == [
        "Management action",
        "Staff disciplinary meeting",
        "Staff disciplinary hearing",
    ]
    at_work.fill(
        hearing,
        {
            "Kind of proceeding": "Staff disciplinary hearing",
            "Notice given": "22 Apr 2013",
            "Fixed for": "20 May 2013",
            "Chaired by": "H. Brannigan",
            "Representative": "J. Osei, UNISON",
            "Held in public": "No",
            "Panel": "H. Brannigan; L. Ferro, human resources",
        },
    )
    at_work.save()
    assert list(at_work.clocks()) == ["Review of the suspension · Ms T. Ravel (staff)"]


def resign(at_work: AtWork) -> None:
    at_work.come_in("7 May 2013")
    at_work.go("Deadlines, notices and tasks")
    at_work.add(
        "Reviews",
        {
            "Decision": "Continues",
            "Decided by": AUTHORITY,
            "Reason": "She has resigned with notice to 31 May; the risk remains until she leaves.",
        },
    )
    at_work.write("7 May 2013 10:15", "Contact", "J. Osei rang: Ms Ravel resigns, by letter today.")
    at_work.write(
        "7 May 2013 14:00",
        "Decision",
        "Accept the resignation; do not hold the hearing.",
        "The policy of the force lets a member of staff leave on notice; nothing further could be "
        "imposed by 31 May.",
    )
    at_work.go("Subjects and allegations")
    at_work.add(
        "Findings",
        {
            "Finding": "Discontinued or suspended",
            "Decided by": AUTHORITY,
            "Reason": "She has resigned; the telephone examination is not pursued.",
        },
        under=at_work.card("Allegation 2"),
    )
    at_work.go("Proceedings and outcomes")
    at_work.fill(
        "Staff disciplinary hearing",
        {"Result": "Not held: the subject had left"},
    )
    outcome = at_work.add("Outcomes", {})
    assert "Reduction in rank" not in at_work.offers("Outcome", outcome)
    at_work.fill(
        outcome,
        {
            "Outcome": "Resigned during the matter",
            "Decided by": AUTHORITY,
            "Following": "Staff disciplinary hearing",
            "Takes effect": "31 May 2013",
            "Notes": "Her letter is on her personnel file.",
        },
    )
    # There was no advisory list in 2013, so nobody is asked when it was told.
    assert not [words for words in at_work.asks(outcome) if "list" in words]
    at_work.save()


def close(at_work: AtWork) -> None:
    at_work.come_in("3 Jun 2013")
    at_work.go("Deadlines, notices and tasks")
    at_work.fill("Suspension · Ms T. Ravel (staff)", {"Ended": "31 May 2013"})
    at_work.stage("Outcome")
    assert at_work.clocks() == {}
    assert "Say when the case was closed" in at_work.refused("Closed")
    at_work.close_case("3 Jun 2013")
    row, preview = at_work.in_the_list()
    assert row["Stage"] == "Closed"
    assert "Closed  ·  gross misconduct  ·  staff policy" in preview
    assert "Ms T. Ravel (staff): Resigned during the matter, 7 May 2013" in preview
    assert at_work.figures() == {
        "investigated": "1",
        "case_to_answer": "1",
        "outcomes": "1 resigned during the matter",
    }
