"""Every kind of question as a page shows it."""

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from selectolax.lexbor import LexborHTMLParser

from app.wizard.question_types import QUESTION_TYPES
from app.wizard.state import State, start
from app.wizard.typed import answer, fields, keep
from tests.support.wizard import FILE, birth, context, definition, make_definition, make_question, make_step

TEMPLATES = Path(__file__).parents[3] / "templates"
FORM = definition("every_kind")


def _tried():
    state = start()
    for step in FORM.steps:
        hostile = {
            name: ['"><script>alert(1)</script>']
            for question in step.questions
            for name in question.field_names()
        }
        state = answer(FORM, state, step.key, hostile, context()).state
    return state


WAYS = {
    "empty": start,
    "in error": _tried,
    "answered": lambda: State(
        answers={
            "choice": "a",
            "many": ["a", "c"],
            "yes": False,
            "address": {
                "country": "VN",
                "scheme": "2024",
                "province": "01",
                "district": "001",
                "ward": "00001",
            },
            "file": [FILE],
            "sure": True,
        }
    ),
}


def _environment():
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(str, lambda one, many, count: one, newstyle=True)
    environment.filters.update(size=str, date=str)
    return environment


def show(form, state, key, lang="en", url="/en/here"):
    template = _environment().from_string(
        '{% from "components/question.html" import question %}'
        "{% for field in shown %}{{ question(field, url) }}{% endfor %}"
    )
    html = template.render(shown=fields(form, state, key, context(lang)), url=url)
    return LexborHTMLParser(f"<form>{html}</form>")


def everything(state):
    return {step.key: show(FORM, state, step.key) for step in FORM.steps}.items()


def test_every_kind_has_its_template():
    assert {file.stem for file in (TEMPLATES / "questions").glob("[a-z]*.html")} == set(QUESTION_TYPES)


@pytest.mark.parametrize("way", WAYS)
def test_controls_are_labelled_and_ids_are_unique(way):
    for _, page in everything(WAYS[way]()):
        ids = [node.attributes["id"] for node in page.css("[id]")]
        assert len(ids) == len(set(ids))
        labelled = {node.attributes["for"] for node in page.css("label[for]")}
        for control in page.css("input, select, textarea"):
            if control.attributes.get("type") != "hidden":
                assert control.attributes["id"] in labelled or control.parent.tag == "label"


@pytest.mark.parametrize("way", WAYS)
def test_groups_of_controls_have_a_legend(way):
    for _, page in everything(WAYS[way]()):
        for group in page.css("fieldset"):
            assert group.css_first("legend").text(strip=True)


@pytest.mark.parametrize("way", WAYS)
def test_what_describes_a_control_is_on_the_page(way):
    for _, page in everything(WAYS[way]()):
        ids = {node.attributes["id"] for node in page.css("[id]")}
        for node in page.css("[aria-describedby]"):
            assert set(node.attributes["aria-describedby"].split()) <= ids


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_inline_and_nothing_typed_becomes_markup(way):
    for _, page in everything(WAYS[way]()):
        assert not page.css("script, style, [style]")
        assert not [
            name for node in page.css("*") for name in node.attributes if name.startswith(("on", "hx-on"))
        ]


def test_every_error_has_its_message_and_a_control_to_go_to():
    state = _tried()
    for step in FORM.steps:
        page = show(FORM, state, step.key)
        for field in fields(FORM, state, step.key, context()):
            for name, text in field.errors.items():
                assert page.css_first(f"#{name}").tag in {"input", "select", "textarea"}, name
                assert text in page.css_first(f"#{name}-error").text()


def test_typed_values_come_back():
    state = keep(FORM, start(), "civil", {"date-day": ["27"], "address-line": ['12 "Đội Cấn"']}, context())
    page = show(FORM, state, "civil")

    assert page.css_first("#date-day").attributes["value"] == "27"
    assert page.css_first("#address-line").attributes["value"] == '12 "Đội Cấn"'


def test_the_first_line_of_a_long_text_is_not_swallowed():
    state = keep(FORM, start(), "simple", {"long": ["\nhai\n"]}, context())

    assert show(FORM, state, "simple").css_first("#long").text() == "\nhai\n"


def test_the_page_says_which_questions_it_showed():
    shown = [node.attributes["value"] for node in show(FORM, start(), "civil").css("input[name=_shown]")]

    assert shown == ["date", "address", "person"]


def test_wards_are_listed_once_the_province_is_picked():
    def listed(**parts):
        form = {f"address-{part}": [code] for part, code in parts.items()}
        page = show(FORM, keep(FORM, start(), "civil", form, context()), "civil")
        return [
            node.attributes["value"] for node in page.css("#address-ward option") if node.attributes["value"]
        ]

    assert listed() == []
    assert listed(province="01") == ["00004", "00097"]
    assert listed(scheme="2024", province="01") == []
    assert listed(scheme="2024", province="01", district="001") == ["00001", "00004"]


def test_another_province_is_fetched_by_htmx_and_by_a_button():
    page = show(FORM, start(), "civil", url="/vi/applications/1/civil")
    select = page.css_first("#address-province")

    assert select.attributes["hx-post"] == "/vi/applications/1/civil"
    assert select.attributes["hx-target"] == "#step"
    assert page.css_first("button[name=_action][value=units]") is not None


def test_an_address_can_always_be_typed_instead():
    page = show(FORM, start(), "civil")
    assert "open" not in page.css_first("#address details:has(textarea)").attributes
    assert page.css_first("#address-free") is not None

    page = show(FORM, State(answers={"address": {"country": "VN", "free": "Bản Phùng"}}), "civil")
    assert "open" in page.css_first("#address details:has(textarea)").attributes


def test_an_address_abroad_keeps_the_units_picked_before():
    form = {"address-country": ["FR"], "address-province": ["01"]}
    page = show(FORM, keep(FORM, start(), "civil", form, context()), "civil")

    assert page.css_first("select#address-province") is None
    assert page.css_first("input[type=hidden][name=address-province]").attributes["value"] == "01"


def test_files_can_be_removed_and_the_limits_come_first():
    page = show(FORM, State(answers={"file": [FILE]}), "papers")

    assert page.css_first(f"button[value='remove:{FILE['id']}']").text(strip=True).startswith("Remove")
    assert "PDF, JPEG, PNG" in page.css_first("fieldset .hint").text()
    assert (
        page.css_first("input[type=file]").attributes["accept"]
        == "application/pdf,image/jpeg,image/png,image/heic,.heic"
    )
    assert page.css_first("button[value='upload:file']") is not None


def test_a_full_list_of_files_offers_no_more_but_keeps_the_anchor():
    page = show(FORM, State(answers={"file": [FILE, {**FILE, "id": "f2"}]}), "papers")

    assert page.css_first("input[type=file]") is None
    assert page.css_first("ul#file") is not None


def test_the_source_of_a_prefilled_value_is_said():
    form = birth()
    state = State(answers={"requester_role": "mother"}, facts={"identity": {"name": "Trần Thị Bình"}})
    page = show(form, state, "requester")

    assert page.css_first("#requester-source").text() == "From your sign-in"
    assert "requester-source" in page.css_first("#requester").attributes["aria-describedby"]


def test_why_a_question_is_asked_can_be_opened():
    page = show(birth(), start(), "requester_role", lang="vi")

    assert "Luật Hộ tịch" in page.css_first("details.why p").text()


def test_many_options_are_a_select_and_few_are_radios():
    form = make_definition(
        make_step(
            "s",
            make_question("few", "choice", from_list="sexes"),
            make_question("lots", "choice", from_list="ethnicities"),
        )
    )
    page = show(form, start(), "s")

    assert len(page.css("input[type=radio][name=few]")) == 2
    assert len(page.css("select#lots option")) == 56


def test_optional_questions_say_so():
    form = make_definition(make_step("s", make_question("a"), make_question("b", required=False)))
    labels = [label.text(strip=True) for label in show(form, start(), "s").css("label")]

    assert labels == ["the a", "the b(optional)"]


def test_a_label_that_repeats_the_heading_is_only_heard():
    page = show(birth(), State(answers={"requester_role": "mother"}), "requester_residence", lang="vi")

    assert page.css_first("#requester_residence > legend").attributes["class"] == "vh"
    assert "class" not in show(FORM, start(), "civil").css_first("#address > legend").attributes


def test_the_name_of_an_unlisted_ethnic_group_is_asked_once_that_was_chosen():
    assert show(FORM, start(), "civil").css_first("#person-ethnicity_other") is None

    state = answer(FORM, start(), "civil", {"person-ethnicity": ["other"]}, context()).state

    assert show(FORM, state, "civil").css_first("#person-ethnicity_other-error") is not None
