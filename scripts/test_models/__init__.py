"""How the two translation models that the tests use are made; `build_test_models.py` drives it."""
