"""A cell that names its column where the table has become cards."""

CELL = "{% from 'components/cell.html' import cell %}{% call cell('Cơ quan') %}{{ row }}{% endcall %}"


def test_a_cell_tells_its_column_to_who_sees_it_and_stays_a_cell_to_who_hears_it(render):
    page = render("register('Bước sai', ('Cơ quan',), ['UBND phường'], '')", given="(row)", inside=CELL)

    cell = page.one("td[role=cell]")
    assert cell.attr("data-column") == "Cơ quan"
    assert cell.text == "UBND phường"
