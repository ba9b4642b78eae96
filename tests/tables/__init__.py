"""Tests of the tables; those of engines and frames run where these are installed."""
