"""Record names of the national data exchange, turned into ours.

`DongBoHoSoMC` sends whole dossiers, `CapNhatTienDoHoSoMC` what was done to one. Times are yyyyMMddHHmmss in
Việt Nam. The exchange numbers nothing: a version is the second of the act, so it only grows, and the id of an
event is a digest of what identifies it.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Literal

import msgspec

from app.clock import VIETNAM
from app.gateways.agencies import Actor, DossierChange
from app.gateways.dossier_records import DossierRecord

DOSSIERS, PROGRESS = "DongBoHoSoMC", "CapNhatTienDoHoSoMC"

_WRITTEN = "%Y%m%d%H%M%S"
_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
_CHANNELS: dict[str, Literal[1, 2, 3]] = {"1": 1, "2": 2, "3": 3, "0": 1}
_ORGANISATIONS = {"2", "3"}


class _Dossier(msgspec.Struct, frozen=True, rename="pascal"):
    ma_ho_so: str
    ma_tthc: str = msgspec.field(name="MaTTHC")
    ngay_tiep_nhan: str
    trang_thai_ho_so: str
    don_vi_xu_ly: str = ""
    ma_don_vi: str | None = None
    loai_doi_tuong: str | None = None
    ma_doi_tuong: str | None = None
    so_dien_thoai: str | None = None
    trich_yeu_ho_so: str | None = None
    ngay_hen_tra: str | None = None
    ngay_tra: str | None = None
    ngay_ket_thuc_xu_ly: str | None = None
    hinh_thuc: str | None = None


class _Progress(msgspec.Struct, frozen=True, rename="pascal"):
    ma_ho_so: str
    thoi_diem_xu_ly: str
    trang_thai: str
    nguoi_xu_ly: str = ""
    phong_ban_xu_ly: str = ""
    noi_dung_xu_ly: str = ""
    ngay_ket_thuc_theo_quy_dinh: str | None = None


def read_dossier(item: msgspec.Raw) -> DossierRecord:
    """A record of `DongBoHoSoMC`; raises `ValueError` naming the field that cannot be used."""
    told = msgspec.json.decode(item, type=_Dossier)
    status = _number("TrangThaiHoSo", told.trang_thai_ho_so)
    received = _moment("NgayTiepNhan", told.ngay_tiep_nhan)
    finished = told.ngay_ket_thuc_xu_ly or told.ngay_tra
    moments = [told.ngay_tiep_nhan, told.ngay_ket_thuc_xu_ly, told.ngay_tra]
    latest = max(_moment("NgayTra", text) for text in moments if text)
    return DossierRecord(
        code=told.ma_ho_so,
        procedure_code=told.ma_tthc,
        agency_code=told.ma_don_vi or told.ma_ho_so.partition("-")[0],
        agency_name={"vi": told.don_vi_xu_ly} if told.don_vi_xu_ly else None,
        status=status,
        version=_version(latest),
        received_at=received,
        holder=told.ma_doi_tuong or None,
        holder_kind="organisation" if told.loai_doi_tuong in _ORGANISATIONS else "citizen",
        phone=told.so_dien_thoai or None,
        subject=told.trich_yeu_ho_so or None,
        due_at=_moment("NgayHenTra", told.ngay_hen_tra) if told.ngay_hen_tra else None,
        finished_at=_moment("NgayKetThucXuLy", finished) if finished else None,
        channel=_CHANNELS.get(told.hinh_thuc or ""),
    )


def read_progress(item: msgspec.Raw) -> DossierChange:
    """A record of `CapNhatTienDoHoSoMC`; raises `ValueError` naming the field that cannot be used."""
    told = msgspec.json.decode(item, type=_Progress)
    moment = _moment("ThoiDiemXuLy", told.thoi_diem_xu_ly)
    identity = f"{told.ma_ho_so}|{told.thoi_diem_xu_ly}|{told.trang_thai}|{told.phong_ban_xu_ly}"
    due = told.ngay_ket_thuc_theo_quy_dinh
    return DossierChange(
        event_id=f"mc-{hashlib.sha256(identity.encode()).hexdigest()[:40]}",
        version=_version(moment),
        counted=False,
        dossier_code=told.ma_ho_so,
        status=_number("TrangThai", told.trang_thai),
        occurred_at=moment,
        actor=Actor(told.nguoi_xu_ly, {"vi": told.phong_ban_xu_ly}) if told.nguoi_xu_ly else None,
        note={"vi": told.noi_dung_xu_ly} if told.noi_dung_xu_ly else None,
        due_at=_moment("NgayKetThucTheoQuyDinh", due) if due else None,
    )


def _version(moment: datetime) -> int:
    return max(1, int((moment - _EPOCH).total_seconds()))


def _moment(name: str, text: str) -> datetime:
    try:
        return datetime.strptime(text, _WRITTEN).replace(tzinfo=VIETNAM).astimezone(UTC)
    except ValueError as error:
        raise ValueError(f"{name}: not a time written yyyyMMddHHmmss") from error


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 2):
        raise ValueError(f"{name}: not one of the ten statuses")
    return int(text)
