"""Make the letter templates that come with Probity: resources/templates/letters/*.docx.

Run it after changing a text here: ``python tools/letters.py``. The same texts give the same bytes.
"""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

FOLDER = Path(__file__).parents[1] / "resources" / "templates" / "letters"
MADE = datetime.datetime(2014, 2, 28, tzinfo=datetime.UTC)
GREY = RGBColor(0x5B, 0x67, 0x75)
TO = "{{ recipient.name }}\n{% if recipient.address %}{{ recipient.address }}{% endif %}"
ALLEGED = """
{%p for one in allegations %}

{{ one.number }}.  {{ one.particulars }}{% if one.standard %}  (Standard of professional
behaviour: {{ one.standard }}){% endif %}

{%p endfor %}
"""
SIGNED = """
Yours sincerely,

{{ sender.name }}¶Professional standards, {{ force.name }}
"""

#: A paragraph is one or more lines; one that begins with # is a heading. ¶ is a line's end in one.
LETTERS: dict[str, str] = {
    "acknowledgement": """
# We have received your complaint

Thank you for bringing your complaint to us. We received it on {{ case.received }} and have
recorded it under the reference above.

{%p if case.incident_from %}

You told us about something that happened on {{ case.incident_from }}{% if case.incident_place %}
at {{ case.incident_place }}{% endif %}.

{%p endif %}

# What happens next

{% if investigator.name %}{{ investigator.name }} is dealing with your complaint. {% endif %}I
will write to you again by {{ letter.next_update }}, and at least every 28 days until it is
finished.

{%p if letter.words %}

{{ letter.words }}

{%p endif %}

If something in this letter is wrong, or there is more that you want to tell us, please write to
me and give the reference.
"""
    + SIGNED,
    "notice": """
# Notice of investigation

I am writing to tell you that your conduct is being investigated. The matter came to notice on {{
case.came_to_notice }} and is dealt with under: {{ case.regime }}.

# What is alleged
"""
    + ALLEGED
    + """
# How serious it is held to be

If it were proven it would be: {{ subject.severity }}. That assessment can be revised, and you
will be told if it is.

# What you may do

{%p if subject.rank %}

You may give a statement, written or oral, and documents, within 10 working days beginning with
the first working day after this notice is given to you.

You do not have to say anything, but it may harm your case if you do not mention, when you are
interviewed or give a statement, something that you rely on later in proceedings.

You may seek advice from your staff association, and a police friend who has no part in the matter
may advise you and come with you.

{%p else %}

You may give your account of it, and a trade union representative or a colleague may come with
you, as the force’s discipline policy says.

{%p endif %}

{%p if letter.words %}

{{ letter.words }}

{%p endif %}

The investigation is in the hands of {{ investigator.name }}.
"""
    + SIGNED,
    "update": """
# How your complaint stands

I am writing about your complaint of {{ case.received }}, to tell you what has been done since we
last wrote to you.

{{ letter.words }}

The matter now stands at: {{ case.stage }}.

I will write to you again by {{ letter.next_update }}, or earlier if it is finished by then.
"""
    + SIGNED,
    "outcome": """
# The outcome of your complaint

We have finished dealing with your complaint, which we received on {{ case.received }}. This
letter tells you what we found.

{%p for one in allegations %}

{{ one.number }}.  {{ one.particulars }}¶What we found: {% if one.complaint_finding %}{{
one.complaint_finding }}{% else %}{{ one.finding }}{% endif %}.

{%p endfor %}

{{ letter.words }}

# If you disagree

You may ask for a review of this outcome. Your request must reach the body that decides it within
28 days, beginning with the day after the date of this letter.
"""
    + SIGNED,
    "referral": """
# Notice of referral to proceedings

The investigation has been considered, and it has been decided that there is a case to answer. You
are referred to: {{ proceeding.kind }}.

The matter is dealt with under: {{ case.regime }}.

# What you are to answer
"""
    + ALLEGED
    + """
# When, and before whom

{% if proceeding.fixed_for %}It is fixed for {{ proceeding.fixed_for }}.{% else %}You will be told
the day once it is fixed.{% endif %}{% if proceeding.chair %} It will be chaired by {{
proceeding.chair }}.{% endif %}

# Your response

{%p if subject.rank %}

The documents that the matter rests on come with this notice. Within 10 working days, beginning
with the first working day after they were given to you, say in writing whether you accept that
your conduct amounts to what is alleged, and what you dispute.

A police friend may advise and accompany you.

{%p else %}

The documents that the matter rests on come with this letter. A trade union representative or a
colleague may come with you, as the force’s discipline policy says.

{%p endif %}

{%p if letter.words %}

{{ letter.words }}

{%p endif %}
"""
    + SIGNED,
    "witness": """
# A request for your help

I am looking into a matter that came to us on {{ case.received }}, and believe that you may be
able to help.

{{ letter.words }}

Please get in touch with {{ investigator.name }}, or with me, and give the reference above. Until
then, please keep anything that may bear on the matter, such as messages and photographs, and do
not discuss it with anybody else who may be asked.

You are not suspected of anything.
"""
    + SIGNED,
}


def made(body: str) -> bytes:
    """The Word file of a template."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    normal.paragraph_format.space_after = Pt(8)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    _around(section)
    document.add_paragraph(TO)
    document.add_paragraph("{{ letter.date }}")
    reference = document.add_paragraph()
    reference.add_run("Our reference: ").bold = True
    reference.add_run("{{ case.reference }}")
    document.add_paragraph("Dear {{ recipient.dear }},")
    for part in body.strip().split("\n\n"):
        words = " ".join(part.split("\n")).strip().replace("¶", "\n")
        if not words:
            continue
        paragraph = document.add_paragraph()
        run = paragraph.add_run(words.removeprefix("# "))
        if words.startswith("# "):
            run.bold = True
            paragraph.paragraph_format.keep_with_next = True
            paragraph.paragraph_format.space_before = Pt(8)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = "{{ case.reference }}", "", ""
    properties.created = properties.modified = MADE
    packed = io.BytesIO()
    document.save(packed)
    return _always_the_same(packed.getvalue())


def _around(section: Any) -> None:
    head = section.header.paragraphs[0]
    run = head.add_run("{{ force.name }}")
    run.bold, run.font.size = True, Pt(14)
    second = section.header.add_paragraph()
    for words in ("Professional standards", "      {{ case.marking }}"):
        run = second.add_run(words)
        run.font.size, run.font.color.rgb = Pt(9), GREY
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = foot.add_run("{{ case.reference }}  ·  page ")
    run.font.size, run.font.color.rgb = Pt(9), GREY
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    number = OxmlElement("w:r")
    words = OxmlElement("w:t")
    words.text = "1"
    number.append(words)
    field.append(number)
    foot._p.append(field)


def _always_the_same(packed: bytes) -> bytes:
    """The file with every part dated alike."""
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(again, "w") as new:
        for one in old.infolist():
            if one.filename == "docProps/thumbnail.jpeg":
                continue
            part = zipfile.ZipInfo(one.filename, MADE.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, _without_thumbnail(old.read(one), one.filename))
    return again.getvalue()


def _without_thumbnail(part: bytes, name: str) -> bytes:
    if name != "_rels/.rels":
        return part
    from lxml import etree  # type: ignore[import-untyped]

    root = etree.fromstring(part)
    for one in list(root):
        if "thumbnail" in one.get("Type", ""):
            root.remove(one)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def main() -> None:
    """Write them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for code, body in LETTERS.items():
        (FOLDER / f"{code}.docx").write_bytes(made(body))
    listed = {"source": "tools/letters.py", "templates": list(LETTERS)}
    (FOLDER / "letters.json").write_text(json.dumps(listed, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
