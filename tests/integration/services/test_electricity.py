"""New electricity supply, of low and medium voltage."""

SUPPLY_AT = {
    "country": "VN",
    "province": "79",
    "ward": "25747",
    "line": "Số 45, đường Yersin",
}

HOME = {
    "supply_case": "single",
    "own_station": False,
    "place_right": "resident",
    "purpose": "home",
    "supply_at": SUPPLY_AT,
    "phase": "1",
    "capacity": 5,
    "pay_by": "online",
    "survey_day": "2026-11-27",
    "survey_time": "morning",
}

APPLIANCES = [
    {"device": "Máy nén khí", "count": 2, "watts": 15_000, "hours": 8},
    {"device": "Lò nướng", "count": 1, "watts": 12_000, "hours": 6},
]

WORKSHOP = {
    **HOME,
    "place_right": "lease",
    "purpose": "business",
    "registered_business": True,
    "business_tax_code": "0306123457",
    "phase": "3",
    "capacity": 45,
    "devices": APPLIANCES,
}

FACTORY = {
    "own_station": True,
    "supply_case": "business",
    "station_capacity": 1000,
    "business_tax_code": "0306123457",
    "supply_at": SUPPLY_AT,
    "place_right": "owner",
    "voltage": "22",
    "stations": 2,
    "circuits": "1",
    "ready_on": "2027-03-01",
    "capacity": 800,
    "shifts": "2",
    "monthly_kwh": 120_000,
    "load_stages": [{"from_month": "2027-03", "stage_kw": 400}, {"from_month": "2028-01", "stage_kw": 800}],
    "devices": APPLIANCES,
}


def test_a_home_gets_a_meter_without_any_paper(apply):
    filed = apply("3.000001", HOME, person="079085000022")

    assert filed.fee == 0
    assert filed.papers == {"form": "not_needed", "identity": "not_needed", "residence": "not_needed"}
    assert filed.answers["supply_at"]["line"] == "Số 45, đường Yersin"
    assert "devices" not in filed.answers
    assert filed.dossier.agency["name"]["vi"].startswith("Công ty Điện lực ")
    assert filed.due == "2026-12-03"


def test_a_workshop_of_forty_kilowatts_adds_its_load_chart(apply):
    filed = apply("3.000001", WORKSHOP, person="048178000044")

    assert filed.papers["load_chart"] == "given"
    assert filed.papers["place"] == "given"
    assert filed.papers["purpose"] == "not_needed"
    assert filed.answers["business_name"].endswith("SÔNG HÀN XANH")
    assert filed.answers["devices"][0]["count"] == 2


def test_a_shared_meter_is_signed_for_by_all_households(apply):
    filed = apply("3.000001", {**HOME, "supply_case": "shared", "households": 4}, person="079085000022")

    assert filed.papers["authority"] == "given"
    assert filed.answers["households"] == 4


def test_a_tenant_without_consent_is_told_what_to_get(ask_first):
    page = ask_first("3.000001", {"supply_case": "single", "own_station": False, "place_right": "none"})

    assert "Get the owner's written consent" in page.text


def test_a_meter_is_separated_once_the_shared_bill_is_paid(apply, visitor):
    page = apply.until("supply_case", "3.000001", HOME)

    page = visitor.send(page, {"supply_case": "split"}, form="#step-form", status=422)
    page = visitor.send(page, {"shared_paid": "no", "own_station": "no"}, form="#step-form", status=422)

    assert "tiền điện với chủ hợp đồng đang dùng chung phải trả xong" in page.text


def test_a_factory_asks_to_be_connected_at_medium_voltage(apply):
    filed = apply("3.000002", FACTORY, person="048178000044")

    assert filed.papers["connection"] == "given"
    assert filed.papers["purpose"] == "not_needed"
    assert "licence" not in filed.papers
    assert [stage["stage_kw"] for stage in filed.answers["load_stages"]] == [400, 800]
    assert filed.due == "2026-12-03"


def test_without_a_transformer_low_voltage_is_the_way(ask_first):
    page = ask_first("3.000002", {"own_station": False, "supply_case": "business", "station_capacity": 100})

    assert "needs the customer's own transformer" in page.text
    assert page.has("a[href$='/procedures/3.000001']")


def test_wholesale_above_fifty_kva_needs_a_licence(ask_first):
    page = ask_first(
        "3.000002",
        {
            "own_station": True,
            "supply_case": "rural_wholesale",
            "station_capacity": 100,
            "licence": False,
        },
    )

    assert "more than 50 kVA needs an electricity operating licence" in page.text
