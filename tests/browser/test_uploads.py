"""A bad line: a large file goes on by itself, and can be given up."""

from playwright.sync_api import expect

from tests.browser.browsers import PHONE
from tests.browser.pages import Portal
from tests.support.uploading import BODY

ADDED = ".files [name=added]"


def test_a_line_that_drops_goes_on_by_itself_and_a_file_can_be_given_up(open_page, inspector, tmp_path):
    page = open_page(PHONE)
    person = Portal(page, "vi", inspector)
    file = tmp_path / "bản chụp.pdf"
    file.write_bytes(BODY)
    pieces = []

    def line(route):
        pieces.append(route.request.method)
        cut = pieces.count("PATCH") in (2, 3)
        route.abort() if cut and route.request.method == "PATCH" else route.continue_()

    page.route("**/uploads/*", line)
    person.open("/vi/documents/add")
    person.sign_in()

    page.set_input_files("#file", file)
    expect(page.locator(".upload-list")).to_contain_text("Mất kết nối")
    expect(page.locator(ADDED)).to_have_count(1)
    person.reads("bản chụp.pdf")
    person.look()

    page.unroute("**/uploads/*")
    page.route(
        "**/uploads/*", lambda route: route.abort() if route.request.method == "PATCH" else route.continue_()
    )
    file.write_bytes(BODY + b"%")
    page.set_input_files("#file", file)
    expect(page.locator(".upload-list")).to_contain_text("Mất kết nối")
    page.get_by_role("button", name="Huỷ").click()
    expect(page.locator(".upload-list li")).to_have_count(0)
    expect(page.locator(ADDED)).to_have_count(1)


def test_a_file_that_cannot_be_taken_is_named_and_does_not_stand_in_the_way(open_page, inspector, tmp_path):
    page = open_page(PHONE)
    person = Portal(page, "vi", inspector)
    files = {name: tmp_path / name for name in ("trống.pdf", "hỏng.pdf", "đúng.pdf")}
    files["trống.pdf"].write_bytes(b"")
    files["hỏng.pdf"].write_bytes(b"%PDF-1.7 cut")
    files["đúng.pdf"].write_bytes(BODY)
    person.open("/vi/documents/add")
    person.sign_in()

    page.set_input_files("#file", files["trống.pdf"])
    expect(page.locator(".upload-list li")).to_contain_text(["trống.pdf Tệp trống"])
    page.set_input_files("#file", files["hỏng.pdf"])
    expect(page.locator(".upload-list li")).to_contain_text(["hỏng.pdf Lỗi: Tệp bị hỏng"])
    person.look()
    page.set_input_files("#file", files["đúng.pdf"])

    expect(page.locator(ADDED)).to_have_count(1)
    expect(page.locator(".upload-list li")).to_have_count(0)
