"""What an uploaded file is and holds, and photos made ready to be read; knows no web and no database."""
