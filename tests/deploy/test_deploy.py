"""What docs/deploy.md hands to operators, read by the programs that will read it."""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import compose
import pytest
import yaml
from conftest import ROOT

from service.content.environment import load as load_settings
from service.settings import Settings

DEPLOY = ROOT / "deploy"
MANIFESTS = list(yaml.safe_load_all((DEPLOY / "kubernetes" / "summaries.yaml").read_text()))
COMPOSE = compose.services()
SETTINGS = {
    f"SUMMARIES_{field.metadata.get('setting', field.name.upper())}" for field in fields(Settings)
}
# What only a container that drafts needs, and what no ConfigMap may hold: everybody reads those.
OF_DRAFTS = {"SUMMARIES_DRAFTS", "SUMMARIES_MODEL_KEY"}
SECRET = {"SUMMARIES_MODEL_KEY"}
# What a library of object storage reads by itself.
STORE = {"AWS_ENDPOINT_URL", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
         "AWS_SESSION_TOKEN"}  # fmt: skip


def named(kind: str, name: str) -> dict[str, Any]:
    found = [m for m in MANIFESTS if (m["kind"], m["metadata"]["name"]) == (kind, name)]
    assert len(found) == 1
    manifest: dict[str, Any] = found[0]
    return manifest


def ran(*command: str | Path, folder: Path = DEPLOY) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_manifests_are_what_kubernetes_takes(library: Callable[[str], Any]) -> None:
    """No field that it does not know, none that it misses.

    By the first version that has sidecars among the init containers, and by the newest there is.
    """
    validator = library("kubernetes_validate")
    for version, manifest in itertools.product(("1.29", validator.latest_version()), MANIFESTS):
        validator.validate(manifest, version, strict=True)


def test_the_manifests_fit_each_other() -> None:
    """What refers to something refers to something that is there."""
    window = named("Deployment", "window")["spec"]["template"]
    for manifest in (named("Service", "window"), named("PodDisruptionBudget", "window")):
        selector = manifest["spec"]["selector"]
        wanted = selector.get("matchLabels", selector)
        assert wanted.items() <= window["metadata"]["labels"].items()
    for name in ("window", "publisher"):
        deployment = named("Deployment", name)["spec"]
        labels = deployment["template"]["metadata"]["labels"]
        assert deployment["selector"]["matchLabels"].items() <= labels.items()
        volumes = {volume["name"] for volume in deployment["template"]["spec"]["volumes"]}
        pod = deployment["template"]["spec"]
        for container in [*pod["containers"], *pod.get("initContainers", ())]:
            assert {mount["name"] for mount in container["volumeMounts"]} <= volumes
    assert named("PersistentVolumeClaim", "editions")
    assert named("HorizontalPodAutoscaler", "window")["spec"]["scaleTargetRef"]["name"] == "window"


def test_every_pod_talks_with_those_alone_that_it_needs() -> None:
    """Nobody calls the publisher; the desk is called where compose has it."""
    policies = {m["metadata"]["name"]: m["spec"] for m in MANIFESTS if m["kind"] == "NetworkPolicy"}
    for name, policy in policies.items():
        wanted = {"app.kubernetes.io/name": "summaries", "app.kubernetes.io/component": name}
        assert policy["podSelector"] == {"matchLabels": wanted}
        assert policy["policyTypes"] == ["Ingress", "Egress"]
    deployments = {m["metadata"]["name"] for m in MANIFESTS if m["kind"] == "Deployment"}
    assert deployments < policies.keys()
    assert "ingress" not in policies["publisher"] and "egress" not in policies["window"]
    (called,) = policies["desk"]["ingress"]
    command = COMPOSE["desk"]["command"]
    assert str(called["ports"][0]["port"]) == command[command.index("--port") + 1]
    for name in ("publisher", "desk"):
        ports = {port["port"] for rule in policies[name]["egress"] for port in rule["ports"]}
        assert ports == {53, 22, 443}


def test_the_window_can_write_nothing_and_read_no_catalog() -> None:
    """In compose and in Kubernetes it has the editions, read-only, and nothing else of ours."""
    # Copies of editions are its own.
    mounted = ["editions:/data/editions:ro", "copies:/data/bucket"]
    assert COMPOSE["window"]["volumes"] == mounted
    pod = named("Deployment", "window")["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    mounts = {m["mountPath"]: m.get("readOnly", False) for m in container["volumeMounts"]}
    assert mounts == {"/data/editions": True, "/tmp": False}
    assert (
        "--no-publisher" in container["args"] and "--no-publisher" in COMPOSE["window"]["command"]
    )


@pytest.mark.parametrize("name", ["publisher", "window"])
def test_compose_passes_every_setting(name: str) -> None:
    """A setting that is added to the program can be set, and nothing else is passed."""
    passed = compose.environment(name).keys() - STORE
    assert passed | OF_DRAFTS == SETTINGS
    assert compose.environment(name).keys() >= STORE
    assert OF_DRAFTS <= compose.environment("drafts").keys() <= SETTINGS


@pytest.mark.parametrize("name", sorted(SETTINGS))
def test_what_is_set_for_compose_reaches_the_container(name: str) -> None:
    """As the variable of that name; of a folder, as what is mounted there."""
    service = "drafts" if name in OF_DRAFTS else "publisher"
    found = compose.services({name: "/as/set"})[service]
    value = found["environment"][name]
    mounts = dict(volume.split(":")[:2] for volume in found["volumes"])
    assert value == "/as/set" or mounts["/as/set"] == value


def loaded(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Return the settings that the program reads of an environment."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return load_settings()


@pytest.mark.parametrize("where", ["compose", "kubernetes"])
def test_what_a_deployment_does_not_set_is_the_programs_default(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But for the few things that are another default there, on purpose."""
    defaults, config = load_settings(), named("ConfigMap", "summaries")["data"]
    there = loaded(compose.environment("window") if where == "compose" else config, monkeypatch)
    assert replace(
        there, articles=defaults.articles, locales=defaults.locales, editions=defaults.editions,
        journal=defaults.journal, published=defaults.published,
        bucket_folder=defaults.bucket_folder,
        base_url="", metrics="", trusted_proxies=0, log_format="text",
    ) == defaults  # fmt: skip
    assert there.editions == Path("/data/editions")
    assert (there.metrics, there.trusted_proxies) == ("open", 1)


def test_kubernetes_has_every_setting_in_one_place() -> None:
    """In the ConfigMap or, if it is one, among the secrets, of which any may be left out."""
    config = named("ConfigMap", "summaries")["data"]
    assert config.keys() - STORE | SECRET == SETTINGS
    assert {"AWS_ENDPOINT_URL", "AWS_REGION"} <= config.keys()
    assert not config.keys() & SECRET
    for name in ("window", "publisher"):
        (container,) = named("Deployment", name)["spec"]["template"]["spec"]["containers"]
        # The later wins.
        assert container["envFrom"] == [
            {"configMapRef": {"name": "summaries"}},
            {"secretRef": {"name": "summaries", "optional": True}},
        ]
        assert "env" not in container
    guide = (ROOT / "docs" / "deploy.md").read_text()
    assert "--from-literal=SUMMARIES_METRICS=" in guide


def test_only_the_proxy_can_say_who_a_reader_is() -> None:
    """Where a window believes a header, only the proxy and the same machine get to it."""
    assert compose.environment("window")["SUMMARIES_TRUSTED_PROXIES"] == "1"
    assert COMPOSE["window"]["ports"] == ["127.0.0.1:8000:8000"]
    assert named("ConfigMap", "summaries")["data"]["SUMMARIES_TRUSTED_PROXIES"] == "1"
    (rule,) = named("NetworkPolicy", "window")["spec"]["ingress"]
    assert rule["from"] and all(peer["namespaceSelector"]["matchLabels"] for peer in rule["from"])
    unit = (DEPLOY / "systemd" / "summaries-window.service").read_text()
    assert "Environment=SUMMARIES_TRUSTED_PROXIES=1\n" in unit
    # What an operator writes wins, and the window listens to this machine.
    assert unit.index("SUMMARIES_TRUSTED_PROXIES") < unit.index("EnvironmentFile=")
    assert "IPAddressAllow=localhost" in unit and "--host" not in unit


@pytest.mark.parametrize("name", COMPOSE)
def test_every_service_of_compose_is_locked_in(name: str) -> None:
    """Read-only, without capabilities, limited, seen by this machine only."""
    service = COMPOSE[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["deploy"]["resources"]["limits"].keys() >= {"memory", "pids"}
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))


def test_an_image_can_be_built_of_every_list_of_packages_that_is_offered() -> None:
    """What a Dockerfile copies has to be let through by .dockerignore."""
    lists = set(re.findall(r"requirements/([\w-]+\.txt)", (ROOT / "Dockerfile").read_text()))
    # What the argument REQUIREMENTS is, wherever somebody is told of it.
    for file in (ROOT / "docker-compose.yml", ROOT / "Dockerfile", ROOT / "docs" / "deploy.md"):
        offered = re.findall(
            r"\bREQUIREMENTS(?::\s|=|:-)(?:\$\{REQUIREMENTS:-)?(\w+)", file.read_text()
        )
        lists |= {f"{name}.txt" for name in offered}
    assert lists >= {"serve.txt", "redis.txt", "s3.txt", "workshop.txt"}
    let = {
        line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line[:1] == "!"
    }
    assert "drafts.txt" in lists
    for name in lists:
        assert (ROOT / "requirements" / name).exists()
        assert f"requirements/{name}" in let
    # And "make test-drafts" tests with the PyTorch that the image has.
    pins = [
        re.findall(r"torch==\S+", (ROOT / name).read_text()) for name in ("Dockerfile", "Makefile")
    ]
    assert len(set(itertools.chain(*pins))) == 1


@pytest.mark.parametrize("name", ["publisher", "window"])
def test_systemd_takes_the_units_and_finds_them_closed(
    name: str, tmp_path: Path, tool: Callable[[str], str]
) -> None:
    """``verify`` is silent, and an exposure below 1.5 of 10."""
    tool("systemd-analyze")
    unit = tmp_path / f"summaries-{name}.service"
    for file in (DEPLOY / "systemd").glob("*.service"):
        text, programs = re.subn(
            r"/opt/summaries/bin/summaries", str(shutil.which("true")), file.read_text()
        )
        assert programs == 1
        (tmp_path / file.name).write_text(text)
    assert ran("systemd-analyze", "verify", unit) == ""
    ran("systemd-analyze", "security", "--offline=true", "--threshold=15", unit)


def test_systemd_makes_the_users_that_the_units_run_as(
    tmp_path: Path, tool: Callable[[str], str]
) -> None:
    """Silently: a line that it does not like it leaves out, and the units cannot start."""
    (tmp_path / "etc").mkdir()
    said = ran(
        tool("systemd-sysusers"), f"--root={tmp_path}", DEPLOY / "systemd" / "summaries.sysusers"
    )
    made = {line.split(":")[0] for line in (tmp_path / "etc" / "passwd").read_text().splitlines()}
    units = "".join(file.read_text() for file in (DEPLOY / "systemd").glob("*.service"))
    assert made == set(re.findall(r"^User=(.+)", units, re.MULTILINE)), said
    assert "not a valid" not in said


def test_prometheus_takes_the_configuration(tool: Callable[[str], str]) -> None:
    """And its alerts come when they should, and only then."""
    tool("promtool")
    ran("promtool", "check", "config", "prometheus.yml", folder=DEPLOY / "metrics")
    ran("promtool", "test", "rules", "rules.test.yml", folder=DEPLOY / "metrics")
