"""Letter templates that are meant to harm: each is refused with a sentence, and does nothing."""

from __future__ import annotations

import io
import json
import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import ProbityError
from models.exchange import apart
from models.exchange.letters import apart as letter_apart
from models.exchange.letters import fields as letter_fields
from models.exchange.letters.docx_safe import inspect
from models.exchange.letters.language import MOST_ITEMS, Language, Words, context
from models.exchange.letters.making import fields_of
from tests.models.making import docx_of
from tests.often import often

pytestmark = pytest.mark.slow

LISTS = {one.code: frozenset(one.fields) for one in letter_fields.lists()}


def _language() -> Language:
    return Language(Words(letter_fields.known(), LISTS))


def _refused(data: bytes) -> str:
    with pytest.raises(ProbityError) as refused:
        fields_of(data, "theirs.docx")
    return str(refused.value)


def _packed(change: Callable[[dict[str, bytes]], None], *paragraphs: str) -> bytes:
    """A Word file with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(docx_of(*paragraphs))) as packed:
        parts = {one: packed.read(one) for one in packed.namelist()}
    change(parts)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as again:
        for name, data in parts.items():
            again.writestr(name, data)
    return made.getvalue()


# --- what a template would have the language do ---

PROGRAMS = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ case.__class__ }}",
    "{{ case.reference.__class__ }}",
    "{{ case['reference'] }}",
    "{{ case|attr('__class__') }}",
    "{{ self._TemplateReference__context }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ cycler.__init__.__globals__.os.system('id') }}",
    "{{ namespace() }}",
    "{{ range(10) }}",
    "{{ dict(a=1) }}",
    "{{ joiner }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% from 'os' import system %}",
    "{% extends '/etc/passwd' %}",
    "{% set x = case.title %}",
    "{% macro m() %}{% endmacro %}",
    "{% block b %}{% endblock %}",
    "{% call m() %}{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
    "{% with a = 1 %}{% endwith %}",
    "{% autoescape false %}{{ case.title }}{% endautoescape %}",
    "{{ case.title|safe }}",
    "{{ case.title|center(1000000000) }}",
    "{{ case.title|replace('a', 'b') }}",
    "{{ case.title|upper(1) }}",
    "{{ 'a' * 1000000000 }}",
    "{{ 10 ** 100000000 }}",
    "{{ case.title ~ case.title }}",
    "{{ case.title + case.title }}",
    "{{ [case.title] }}",
    "{{ case.title is defined }}",
    "{% for a in allegations %}" * 3 + "{% endfor %}" * 3,
    "{% for a in allegations recursive %}{{ loop(allegations) }}{% endfor %}",
    "{% for a in allegations if a.number %}{% endfor %}",
    "{% for case in allegations %}{{ case.title }}{% endfor %}",
    "{% for a, b in allegations %}{% endfor %}",
    "{% for a in 'abc' %}{% endfor %}",
    "{% for a in allegations %}{{ a }}{% endfor %}",
    "{% for a in allegations %}{{ loop.cycle('x') }}{% endfor %}",
    "{% for a in allegations %}{{ loop.nextitem.__class__ }}{% endfor %}",
    "{{ loop.index }}",
    "{% endif %}",
    "{% if case.title",
    "{{ }}",
    "{% for a in allegations %}",
    "{{ " + "(" * 300 + "case.title" + ")" * 300 + " }}",
    "{% if case.title %}" * 100 + "{% endif %}" * 100,
    "{% colspan case.title.__class__ %}",
)


@pytest.mark.parametrize("written", PROGRAMS)
def test_what_is_more_than_a_field_is_refused(written: str) -> None:
    """Looked at as it stands in a text; the whole way is walked below."""
    source = f"<w:p><w:r><w:t>{written}</w:t></w:r></w:p>"
    with pytest.raises(ProbityError) as refused:
        _language().from_string(source)
    assert str(refused.value).endswith("No letter was made from it.")


@pytest.mark.parametrize("written", [PROGRAMS[0], PROGRAMS[6], PROGRAMS[12], PROGRAMS[27]])
def test_so_it_is_in_a_word_file_wherever_it_stands(written: str) -> None:
    said = "program code|has no parts|which there is not|not written as one"
    for data in (
        docx_of(written),
        docx_of("x", head=written),
        docx_of("x", foot=written),
        _packed(_in_title(written)),
    ):
        with pytest.raises(ProbityError, match=said):
            fields_of(data, "theirs.docx")


def _in_title(written: str) -> Callable[[dict[str, bytes]], None]:
    from xml.sax.saxutils import escape

    def change(parts: dict[str, bytes]) -> None:
        core = parts["docProps/core.xml"].decode()
        words = escape(written)
        parts["docProps/core.xml"] = (
            core.replace("<dc:title/>", f"<dc:title>{words}</dc:title>")
            .replace("<dc:title></dc:title>", f"<dc:title>{words}</dc:title>")
            .encode()
        )
        assert words.encode() in parts["docProps/core.xml"]

    return change


def test_a_letter_of_endless_lists_ends() -> None:
    said = dict.fromkeys(letter_fields.known(), "")
    items = [dict.fromkeys(LISTS["allegations"], "x")] * 200
    values = said | {name: items if name == "allegations" else [] for name in LISTS}
    inside = "{% for b in allegations %}{{ b.number }}{% endfor %}"
    inner = f"{{% for a in allegations %}}{inside}{{% endfor %}}"
    source = inner * 10
    with pytest.raises(ProbityError, match="never ends"):
        _language().from_string(source).render(context(values))
    assert MOST_ITEMS < 200 * 200 * 10
    big: dict[str, Any] = said | {name: [] for name in LISTS} | {"case.title": "x" * 1_000_000}
    with pytest.raises(ProbityError, match="never ends"):
        _language().from_string("{{ case.title }}" * 100).render(context(big))


@settings(max_examples=often(50, 150), deadline=None)
@given(
    source=st.lists(
        st.sampled_from(
            [
                *("{{", "}}", "{%", "%}", "{#", "#}", " if ", " for ", " in ", " endif ", "endfor"),
                *("case", ".", "title", "allegations", "one", "__class__", "(", ")", "[", "]", "|"),
                *(
                    "upper",
                    "'",
                    '"',
                    "0",
                    "*",
                    "x",
                    "loop",
                    "set",
                    "=",
                    " ",
                    "<w:t>",
                    "</w:t>",
                    "-",
                ),
            ]
        ),
        max_size=25,
    ).map("".join)
)
def test_whatever_is_written_is_refused_or_says_only_what_fields_say(source: str) -> None:
    language = _language()
    said: dict[str, Any] = dict.fromkeys(letter_fields.known(), "")
    said |= {name: [dict.fromkeys(fields, "")] for name, fields in LISTS.items()}
    try:
        written = language.from_string(source).render(context(said))
    except ProbityError:
        return
    assert "object at" not in written
    assert "class" not in written.replace("__class__", "") or "class" in source


# --- what a Word file would have Word or this program do ---


def _part(name: str, data: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        parts[name] = data

    return change


def _without(name: str) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        del parts[name]

    return change


def _replaced(part: str, old: str, new: str) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        text = parts[part].decode()
        assert old in text
        parts[part] = text.replace(old, new, 1).encode()

    return change


RELS = "word/_rels/document.xml.rels"
LINK = (
    '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
)


def _link(kind: str, target: str, mode: str = "External") -> Callable[[dict[str, bytes]], None]:
    return _replaced(RELS, "</Relationships>", LINK.format(kind=kind, target=target, mode=mode))


def _field(said: str) -> Callable[[dict[str, bytes]], None]:
    return _replaced(
        "word/document.xml",
        "<w:sectPr",
        f'<w:p><w:fldSimple w:instr="{said}"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p><w:sectPr',
    )


def _cut_field(*pieces: str) -> Callable[[dict[str, bytes]], None]:
    runs = "".join(f"<w:r><w:instrText>{one}</w:instrText></w:r>" for one in pieces)
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    field = char.format("begin") + runs + char.format("separate") + char.format("end")
    return _replaced("word/document.xml", "<w:sectPr", f"<w:p>{field}</w:p><w:sectPr")


FILES: dict[str, tuple[Callable[[dict[str, bytes]], None], str]] = {
    "macros": (_part("word/vbaProject.bin", b"x"), "a program"),
    "an object": (_part("word/embeddings/oleObject1.bin", b"x"), "a program"),
    "a control": (_part("word/activeX/activeX1.bin", b"x"), "a program"),
    "a picture from elsewhere": (_link("image", "http://127.0.0.1:9/x.png"), "fetch"),
    "a template from elsewhere": (_link("attachedTemplate", "http://x/y.dotm"), "fetch"),
    "a share": (_link("image", "\\\\server\\share\\x.png"), "fetch"),
    "a file": (_link("image", "file:///etc/passwd"), "fetch"),
    "a file called internal": (_link("image", "file:///etc/passwd", "Internal"), "fetch"),
    "a link that runs": (_link("hyperlink", "javascript:alert(1)"), "fetch"),
    "another document": (_link("aFChunk", "x.html", "Internal"), "another document"),
    "a part document": (_link("subDocument", "http://x/y.docx"), "another document"),
    "a frame": (_link("frame", "http://x/"), "another document"),
    "a field that fetches": (_field("INCLUDEPICTURE &quot;http://x/y&quot;"), "Word field"),
    "a field that runs": (_field("DDEAUTO c:\\\\cmd.exe"), "Word field"),
    "a field cut in pieces": (_cut_field("DDE", "AUTO", " c:\\cmd"), "Word field"),
    "a field without a name": (_cut_field(" "), "Word field"),
    "a field in a header": (_part("word/header9.xml", b"<a/>"), ""),
    "entities": (
        _replaced("word/document.xml", "<w:document", '<!DOCTYPE x [<!ENTITY a "b">]><w:document'),
        "entities",
    ),
    "entities of another file": (
        _replaced(
            "word/document.xml",
            "<w:document",
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document',
        ),
        "entities",
    ),
    "a part outside": (_part("../../evil.xml", b"<a/>"), "outside"),
    "an absolute part": (_part("/etc/evil", b"x"), "outside"),
    "no document": (_without("word/document.xml"), "not a Word document"),
    "broken text": (_part("word/document.xml", b"<w:document"), "not a Word document"),
    "a document with macros": (
        _replaced(
            "[Content_Types].xml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            "application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
        "a program",
    ),
    "far too much text": (_part("word/big.xml", b"<a>" + b"x" * 5_000_000 + b"</a>"), "unpack"),
    "far too much": (_part("word/media/a.png", bytes(50_000_000)), "unpack"),
    "a document under another name": (
        lambda parts: (
            _part("word/real.dat", parts["word/document.xml"])(parts),
            _replaced("_rels/.rels", "word/document.xml", "word/real.dat")(parts),
            _replaced("[Content_Types].xml", "/word/document.xml", "/word/real.dat")(parts),
        )[0],
        "not a Word document",
    ),
    "text that is not called so": (
        lambda parts: (
            _part("word/odd.dat", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")(parts),
            _replaced(
                "[Content_Types].xml",
                "</Types>",
                '<Override PartName="/word/odd.dat" ContentType="application/xml"/></Types>',
            )(parts),
        )[0],
        "entities",
    ),
    "two documents of one name": (_part("Word/document.xml", b"<a/>"), "not a Word document"),
    "a source of data": (
        _replaced(
            "word/settings.xml",
            "<w:zoom",
            '<w:mailMerge><w:connectString w:val="DSN=x"/></w:mailMerge><w:zoom',
        ),
        "another document",
    ),
    "old-fashioned pictures": (
        _replaced(
            "word/document.xml",
            "<w:sectPr",
            '<w:p><w:r><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml"'
            ' src="http://127.0.0.1:9/x.png"/></w:pict></w:r></w:p><w:sectPr',
        ),
        "fetch",
    ),
}


@pytest.mark.parametrize("what", [one for one in FILES if FILES[one][1]])
def test_a_word_file_that_holds_more_than_text_is_refused(what: str) -> None:
    change, said = FILES[what]
    with pytest.raises(ProbityError, match=said):
        inspect(_packed(change), "theirs.docx")


def test_an_ordinary_letter_with_a_link_and_a_page_number_is_taken() -> None:
    inspect(_packed(_link("hyperlink", "https://example.org/")), "ours.docx")
    inspect(_packed(_field("PAGE  \\* MERGEFORMAT")), "ours.docx")
    inspect(_packed(_cut_field(" PA", "GE ")), "ours.docx")


@pytest.mark.parametrize("data", [b"", b"MZ", b"PK\3\4", b"%PDF-1.7", b"\0" * 1000])
def test_what_is_no_word_file_is_refused_with_a_sentence(data: bytes) -> None:
    assert "not a Word document" in _refused(data)


@settings(max_examples=often(25, 80), deadline=None)
@given(data=st.data())
def test_a_damaged_word_file_is_refused_or_read(data: st.DataObject) -> None:
    whole = bytearray(docx_of("{{ case.title }}", head="{{ force.name }}"))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        inspect(bytes(whole), "x.docx")
        letter_apart.look(bytes(whole), _language(), "x.docx")
    except ProbityError as error:
        assert "Traceback" not in str(error)


# --- the process apart ---


def test_the_process_apart_opens_nothing_and_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A template on which the filling program itself would spend hours is one sentence."""
    words = "{{" * 900 + "<w:t>" * 1000
    slow = _packed(lambda parts: None, words + "x" * 3_000_000)
    monkeypatch.setattr(apart, "PATIENCE", 5.0)
    began = time.monotonic()
    said = _refused(slow)
    assert said
    assert time.monotonic() - began < 60


def test_the_process_apart_can_open_no_file_and_start_no_program() -> None:
    code = (
        "import sys; sys.path.insert(0, {root!r})\n"
        "from models.exchange import apart\n"
        "import os, socket\n"
        "apart.give_up(5, 1 << 30)\n"
        "for act in (lambda: open('/etc/passwd'), lambda: socket.socket(), lambda: os.fork()):\n"
        "    try:\n        act()\n        sys.stdout.write('did ')\n"
        "    except OSError:\n        sys.stdout.write('refused ')\n"
    )
    import subprocess
    import sys

    if sys.platform == "win32" or os.geteuid() == 0:
        wanted = "refused refused"  # root may start as many programs as it likes
    else:
        wanted = "refused refused refused"
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", code.format(root=root)], capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith(wanted)


def test_what_the_process_apart_answers_is_a_letter_or_a_sentence() -> None:
    asked = {"act": "look", "name": "x", "fields": ["case.title"], "lists": {}, "values": {}}
    said = json.dumps(asked).encode() + b"\n"
    told = json.loads(apart.ask("letter", said + docx_of("{{ case.title }}"), "failed"))
    assert told == {"fields": ["case.title"], "needed": ["case.title"], "problems": []}
    with pytest.raises(ProbityError, match="failed"):
        apart.ask("letter", b"nothing", "failed")
    with pytest.raises(ProbityError, match="not a Word document"):
        apart.ask("letter", said + b"MZ", "failed")


def test_a_case_whose_words_look_like_a_program_is_text_in_the_letter() -> None:
    said: dict[str, Any] = dict.fromkeys(letter_fields.known(), "{{ 7*7 }}{% raw %}")
    said |= {name: [] for name in LISTS}
    letter = letter_apart.fill(docx_of("[{{ case.title }}]"), _language(), said, "x")
    assert docx.Document(io.BytesIO(letter)).paragraphs[0].text == "[{{ 7*7 }}{% raw %}]"
