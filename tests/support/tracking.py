"""What Trần Thị Bình's dossier is opened with, and a code no dossier has."""

FACT = "0011"
PHONE = "+84912000011"
NEVER = "000.00.00.H26-191209-0001"
