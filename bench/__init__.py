"""One benchmark per promise; each prints `name value unit goal verdict`."""
