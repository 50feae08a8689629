"""Templates: strict, sandboxed, and a municipality's own before ours."""

from datetime import date
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import docx
import pytest
from jinja2.sandbox import SandboxedEnvironment

from terugkom.documents.one_line import to_one_line
from terugkom.documents.template_renderer import TemplateRenderer
from terugkom.documents.templates import Templates
from terugkom.errors import TemplateError
from tests.documents.letters import digest, due, everything, summary


def own(folder: Path, **parts: str) -> Templates:
    """A municipality's own templates; `subject` and so on are of the digest."""
    names = {"subject": "subject.txt", "text": "body.txt", "html": "body.html"}
    (folder / "owner-digest").mkdir(exist_ok=True)
    for part, content in parts.items():
        (folder / "owner-digest" / names[part]).write_text(content, encoding="utf-8")
    return Templates("nl", folder)


def test_a_municipality_s_own_part_replaces_ours_and_the_rest_stays(tmp_path: Path) -> None:
    letter = digest(due(), templates=own(tmp_path, subject="Eigen: {{ items[0].code }}\n"))
    assert letter.subject == "Eigen: E1"
    assert "U bent trekker van deze actie:" in letter.text


def test_a_municipality_s_own_base_changes_each_mail(tmp_path: Path) -> None:
    base = (
        "<html lang=nl><title>{% block title %}{% endblock %}</title>HUISSTIJL{% block body %}{% endblock %}"
    )
    (tmp_path / "base.html").write_text(base, encoding="utf-8")
    templates = Templates("nl", tmp_path)
    assert "HUISSTIJL" in digest(due(), templates=templates).html
    assert "HUISSTIJL" in summary(everything(), templates=templates).html
    assert "HUISSTIJL" not in digest(due()).html


def test_a_language_that_we_do_not_have_is_told_in_dutch() -> None:
    templates = Templates("fr")
    assert templates.language == "nl"
    assert digest(due(), templates=templates).subject == "Het dak van de sporthal isoleren: over 7 dagen"


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("{{ naam }}", "'naam' is undefined"),
        ("{{ items[0].naam }}", "has no attribute 'naam'"),
        ("{% if naam %}x{% endif %}", "'naam' is undefined"),
        ("{{ items | dubbel }}", "No filter named 'dubbel'"),
        ("{% include 'niets.txt' %}", "niets.txt"),
        ("{% for %}", "Expected"),
        ("{{ 'a' + 1 }}", "can only concatenate"),
        ("{{ 1 / 0 }}", "division by zero"),
        ("{{ range(10 ** 9) | list }}", "Range too big"),
    ],
)
def test_a_template_that_goes_wrong_is_named(tmp_path: Path, template: str, says: str) -> None:
    with pytest.raises(TemplateError, match=r"the template owner-digest/body\.txt cannot be used") as caught:
        digest(due(), templates=own(tmp_path, text=template))
    assert says in str(caught.value)


def test_a_missing_part_is_named() -> None:
    with pytest.raises(TemplateError, match=r"the template nieuwsbrief/subject\.txt cannot be used"):
        Templates("nl").render_letter("nieuwsbrief", {})


def test_a_template_in_another_encoding_is_named(tmp_path: Path) -> None:
    templates = own(tmp_path, text="")
    (tmp_path / "owner-digest/body.txt").write_bytes("coördinator".encode("cp1252"))
    with pytest.raises(TemplateError, match=r"owner-digest/body\.txt .*UTF-8") as caught:
        digest(due(), templates=templates)
    assert caught.value.render("nl").endswith("body.txt kan niet gebruikt worden: dit is geen tekst in UTF-8")


def test_the_mark_that_windows_puts_before_a_text_is_no_part_of_it(tmp_path: Path) -> None:
    templates = own(tmp_path, subject="")
    (tmp_path / "owner-digest/subject.txt").write_text("Herinnering", encoding="utf-8-sig")
    assert digest(due(), templates=templates).subject == "Herinnering"


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ items[0].__class__.__init__.__globals__ }}",
        "{{ items[0]['__class__'] }}",
        "{{ items[0]|attr('__class__') }}",
        "{{ items.append(1) }}",
        "{{ items.clear() }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ '{0.__class__}'.format(items[0]) }}",
        "{{ items[0].deadline.__reduce__() }}",
    ],
)
def test_a_municipality_s_own_template_reaches_nothing_but_its_letter(tmp_path: Path, template: str) -> None:
    with pytest.raises(TemplateError, match=r"owner-digest/body\.txt"):
        digest(due(), templates=own(tmp_path, text=template))


@pytest.mark.parametrize(
    "path", ["../geheim.txt", "../../etc/passwd", "/etc/passwd", "owner-digest/../../geheim.txt"]
)
def test_a_municipality_s_own_template_reads_no_file_outside_its_folder(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (tmp_path / "geheim.txt").write_text("geheim", encoding="utf-8")
    with pytest.raises(TemplateError):
        digest(due(), templates=own(folder, text=f"{{% include '{path}' %}}"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\r\nb", "a b"),
        ("  a \t b ", "a b"),
        ("a\x00\x07\x1bb", "a b"),
        ("a\u2028b\u2029c\x85d", "a b c d"),
        (7, "7"),
    ],
)
def test_text_becomes_one_line(text: object, line: str) -> None:
    assert to_one_line(text) == line


def _word(folder: Path, text: str) -> Templates:
    """A municipality's own form for minutes, with this text in it."""
    document = docx.Document()
    document.add_paragraph(text)
    (folder / "minutes").mkdir()
    document.save(str(folder / "minutes/minutes.docx"))
    return Templates("nl", folder)


def test_a_municipality_s_own_word_document_replaces_ours_and_values_stay_text(tmp_path: Path) -> None:
    templates = _word(tmp_path, "Huisstijl {{ place }}")
    made = templates.render_docx("minutes/minutes.docx", {"place": "<b>Zaal & tuin</b>\x00\ufffe {{ 1 }}"})
    text = docx.Document(BytesIO(made)).paragraphs[0].text
    assert text == "Huisstijl <b>Zaal & tuin</b> {{ 1 }}"


@pytest.mark.parametrize("text", ["{{ unknown }}", "{{ ''.__class__.__mro__ }}", "{% for %}"])
def test_a_word_document_that_cannot_be_used_says_which(tmp_path: Path, text: str) -> None:
    with pytest.raises(TemplateError, match=r"minutes/minutes\.docx cannot be used"):
        _word(tmp_path, text).render_docx("minutes/minutes.docx", {})


def test_a_meeting_s_name_and_place_are_text_in_html_whatever_they_hold() -> None:
    evil = {"kind": "subgroup-review", "name": "<script>x</script>", "day": date(2027, 3, 15)}
    hours = {"starts_at": "14.00", "ends_at": "15.30", "pack_on": date(2027, 3, 8)}
    meeting = SimpleNamespace(**evil, **hours, place="<b>zaal</b>", previous_day=None, reason="")
    context = {"meeting": meeting, "municipality": "Linde", "coordinator": "Co", "reader": "An"}
    context |= {
        "topics": [],
        "more_topics": 0,
        "is_pack_out": False,
        "by_mail": True,
        "answer_to": "co@linde.example.org",
    }
    for kind in ("meeting-invitation", "minutes-request"):
        letter = Templates("nl").render_letter(kind, context)
        assert "<script>" not in letter.html
        assert "<b>" not in letter.html
        assert "<script>x</script>" in letter.text


def test_ours_alone_are_strict_and_escaped_without_a_sandbox() -> None:
    with pytest.raises(TemplateError, match="'items' is undefined"):
        Templates("nl").render_letter("owner-digest", {})
    letter = digest(due(title="<b>Dak</b>"), templates=Templates("nl"))
    assert "&lt;b&gt;Dak&lt;/b&gt;" in letter.html
    assert "<b>Dak</b>" in letter.text


@pytest.mark.parametrize("name", ["base.html", "words.jinja", "owner-digest/body.html"])
def test_ours_without_a_sandbox_are_never_replaced_by_a_municipality_s_own(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("{{ ''.__class__.__mro__ }}", encoding="utf-8")
    ours = digest(due(), templates=Templates("nl")).html
    with pytest.raises(TemplateError, match=r"unsafe|undefined"):  # in its own process, and sandboxed
        digest(due(), templates=Templates("nl", tmp_path))
    assert digest(due(), templates=Templates("nl")).html == ours
    assert isinstance(TemplateRenderer("nl", tmp_path)._environment, SandboxedEnvironment)
