"""What Trần Thị Bình's dossier is opened with, and a code of the same form that no dossier has."""

FACT = "0011"
PHONE = "+84912000011"
NEVER = "H26.00.004-20191209-0001"
