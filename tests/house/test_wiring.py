"""Routes, jobs, tables, templates and permissions: everything is named once and tied to one thing."""

import ast
import re
from collections import Counter
from importlib import import_module

import celery
from flask import Flask
from jinja2 import StrictUndefined, meta
from sqlalchemy.orm import DeclarativeBase

import web.tables
from kernel.jobs import Kind, Queue
from kernel.permissions import Permission
from kernel.settings import Settings
from kernel.tables import models_of
from pages.permissions import MEMBER
from tenants.models import RoleName
from tests.house.source import PLATFORM, ROOT, functions, modules, rooms, tree
from web.commands.operation import ROOMS
from worker.jobs import ACTS
from worker.schedule import entries

KEBAB = re.compile(r"/|(/([a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?|<[a-z:_]+>(\.[a-z]+)?))+/?")
# texts, checked by what reads them
TYPED = {
    "slug",
    "token",
    "code",
    "key",
    "reminder_key",
    "link_key",
    "role",
    "name",
    "closed_on",
    "other",
    "word",
    "issuer",
    "ticket",
    "achievement",
    "context",
    "sheet",
}
MAILS = re.compile(r"""["']([a-z]+/mail/[a-z]+)["']""")


def test_every_route_names_a_permission(app: Flask) -> None:
    for endpoint, view in app.view_functions.items():
        assert isinstance(getattr(view, "permission", None), Permission), endpoint


def test_paths_are_kebab_case_and_parameters_typed(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        assert KEBAB.fullmatch(rule.rule), rule.rule
        for name, converter in rule._converters.items():
            assert converter.__class__.__name__ != "UnicodeConverter" or name in TYPED, rule.rule


def test_pages_of_a_cooperative_are_for_its_members(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        permission: Permission = vars(app.view_functions[rule.endpoint])["permission"]
        if rule.rule.startswith("/c/"):
            assert permission.holders <= {MEMBER, *RoleName}
        if rule.rule.startswith("/me/"):
            assert permission.holders == {"person"}, rule.rule


def test_every_room_with_permissions_is_printed() -> None:
    found = {room for room in rooms() if (PLATFORM / room / "permissions.py").exists()}
    assert found - {"kernel"} == set(ROOMS)


def test_every_permission_is_used() -> None:
    source = "\n".join(path.read_text(encoding="utf8") for path in modules() if path.name != "permissions.py")
    for room in ROOMS:
        for name, found in vars(import_module(f"{room}.permissions")).items():
            if isinstance(found, Permission):
                assert re.search(rf"\b{name}\b", source), f"{room}.{name}"


def test_each_kind_of_job_has_one_act() -> None:
    holders = [path for path in modules("platform") if path.name in ("jobs.py", "ping.py")]
    declared = [
        each
        for path in holders
        for each in vars(import_module(module_name(path))).values()
        if isinstance(each, Kind)
    ]
    names = Counter(kind.name for kind in declared)
    assert set(names.values()) == {1}
    assert set(declared) == set(ACTS)


def test_the_schedule_names_only_tasks(settings: Settings) -> None:
    worker: celery.Celery = import_module("worker.app").app
    beat: celery.Celery = import_module("worker.beat").app
    assert settings.redis_url
    assert beat.conf.beat_schedule == entries()
    assert {entry["task"] for entry in entries().values()} <= set(worker.tasks)
    alive = [entry["args"] for name, entry in entries().items() if name.startswith("alive-")]
    assert alive == [(queue.value,) for queue in Queue]
    assert {kind.name for kind in ACTS} <= set(worker.tasks)


def test_every_model_is_known_to_the_audit_and_the_migrations() -> None:
    holders = {
        module_name(path)
        for path in modules("platform")
        for node in tree(path).body
        if isinstance(node, ast.ClassDef) and "__tablename__" in ast.unparse(node)
    }
    assert holders - {"kernel.tables"} == {module.__name__ for module in web.tables.MODELS}
    tables = [name for module in web.tables.MODELS for name in models_of(module)]
    known = {mapper.class_.__tablename__ for mapper in base().registry.mappers}
    assert sorted(tables) == sorted(known)


def test_undefined_variables_fail_in_templates(app: Flask) -> None:
    assert app.jinja_env.undefined is StrictUndefined


def test_no_template_is_unused(app: Flask) -> None:
    loaded = set(app.jinja_env.list_templates())
    used = {"specimen.html"}  # shown by the tests of the look
    for path in modules():
        text = path.read_text(encoding="utf8")
        used |= set(re.findall(r"""["']([a-z_]+(?:/[a-z_]+)*\.(?:html|txt))["']""", text))
        used |= {f"{name}.txt" for name in MAILS.findall(text)}
    for name in loaded:
        source = app.jinja_env.loader.get_source(app.jinja_env, name)[0]  # type: ignore[union-attr]
        used |= {each for each in meta.find_referenced_templates(app.jinja_env.parse(source)) if each}
    assert loaded - used == set()


def test_every_template_compiles(app: Flask) -> None:
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)


def test_services_take_the_session_first_and_all_else_by_keyword() -> None:
    for path in modules("platform"):
        if "service" in (path.stem, path.parent.name):
            for function in functions(path):
                names = [each.arg for each in function.args.args]
                if not function.name.startswith("_") and "session" in names:
                    assert names == ["session"], f"{path}: {function.name}"


def base() -> type[DeclarativeBase]:
    """The base of every model."""
    found: type[DeclarativeBase] = import_module("kernel.tables").Base
    return found


def module_name(path: object) -> str:
    """The dotted name of a module of the source root."""
    relative = str(path).removeprefix(f"{ROOT}/").removeprefix("platform/")
    return relative.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
