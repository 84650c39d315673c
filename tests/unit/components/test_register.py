"""A table of records, which on a phone becomes one card each."""

ROWS = "register('Bước sai', ('Hồ sơ', 'Lúc'), ['H26-1', 'H26-2'], 'Chưa có gì')"
EMPTY = "register('Bước sai', ('Hồ sơ', 'Lúc'), [], 'Chưa có gì')"


def test_a_table_stays_one_for_who_hears_it_also_where_it_looks_like_cards(render):
    page = render(ROWS, given="(row)", inside="<td role='cell'>{{ row }}</td>")

    assert page.one("table[role=table]").attr("aria-label") == "Bước sai"
    assert page.texts("thead tr[role=row] th[role=columnheader]") == ["Hồ sơ", "Lúc"]
    assert page.texts("tbody[role=rowgroup] tr[role=row] td[role=cell]") == ["H26-1", "H26-2"]


def test_where_nothing_is_there_it_says_so(render):
    page = render(EMPTY, given="(row)", inside="")

    assert not page.has("table")
    assert "Chưa có gì" in page.text
