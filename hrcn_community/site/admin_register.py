"""Keeping cities and organisations: what they are, what happened, when they were members."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.core.web import page
from hrcn_community.register import keeping
from hrcn_community.register import queries as register
from hrcn_community.register.events import note_change
from hrcn_community.register.keeping import Entry
from hrcn_community.register.models import City
from hrcn_community.site.dates import said_date, said_period
from hrcn_community.site.register_forms import CityForm, FactForm, MembershipForm, OrganisationForm

admin_register = Blueprint("admin_register", __name__)
KEEP = Permission.Register.KEEP
CITIES, ORGANISATIONS = "/admin/cities", "/admin/organisations"
Row = tuple[str, str, str]  # name, slug, place


@dataclass(frozen=True)
class Shelf:
    """One of the two lists of the register: how an entry is found, asked for, added and changed."""

    home: str
    find: Callable[[str], Any]
    form: type[Any]
    add: Callable[[Any], Entry]
    change: Callable[[Any, Any], None]
    rows: Callable[[], tuple[list[Row], str]]


def _cities() -> tuple[list[Row], str]:
    return [(city.name, city.slug, city.country) for city in register.cities()], ""


def _organisations() -> tuple[list[Row], str]:
    found, after = register.organisation_rows(request.args.get("after", ""))
    return [(row.name, row.slug, row.city_name or "") for row in found], after


SHELF_OF_CITIES = Shelf(
    CITIES, register.find_city, CityForm, keeping.add_city, keeping.change_city, _cities
)
SHELF_OF_ORGANISATIONS = Shelf(
    ORGANISATIONS,
    register.find_organisation,
    OrganisationForm,
    keeping.add_organisation,
    keeping.change_organisation,
    _organisations,
)


def find_entry(slug: str, number: int = 0, *, viewer: AnyViewer) -> Entry | None:
    return _shelf().find(slug)


@admin_register.get(CITIES)
@admin_register.get(ORGANISATIONS)
@permit(KEEP)
def entries() -> Any:
    return _list(_shelf().form())


@admin_register.post(CITIES)
@admin_register.post(ORGANISATIONS)
@permit(KEEP)
def add() -> Any:
    form = _shelf().form()
    if not form.validate_on_submit():
        return _list(form, 422)
    return form.once(lambda: _kept(_shelf().add(form.told)))


@admin_register.get(f"{CITIES}/<slug>")
@admin_register.get(f"{ORGANISATIONS}/<slug>")
@permit(KEEP, find_entry)
def show(entry: Entry) -> Any:
    return _page(entry)


@admin_register.post(f"{CITIES}/<slug>")
@admin_register.post(f"{ORGANISATIONS}/<slug>")
@permit(KEEP, find_entry)
def change(entry: Entry) -> Any:
    form = _form_of(entry)
    if not form.validate_on_submit():
        return _page(entry, form=form)
    return _done(entry, lambda: _shelf().change(entry, form.told))


@admin_register.post(f"{CITIES}/<slug>/facts")
@permit(KEEP, find_entry)
def tell_fact(entry: City) -> Any:
    form = FactForm()
    if not form.validate_on_submit():
        return _page(entry, fact=form)
    told = form.dated.data or "", form.text.data or ""
    return form.once(lambda: _kept(entry, lambda: keeping.tell_fact(entry, *told)))


@admin_register.post(f"{CITIES}/<slug>/facts/<int:number>/end")
@permit(KEEP, find_entry)
def strike_fact(entry: City) -> Any:
    facts = register.facts_of(entry)
    chosen = _chosen(facts)
    return _done(entry, lambda: keeping.strike_fact(entry, chosen.id) if chosen else None)


@admin_register.post(f"{CITIES}/<slug>/memberships")
@admin_register.post(f"{ORGANISATIONS}/<slug>/memberships")
@admin_register.post(f"{CITIES}/<slug>/memberships/<int:number>")
@admin_register.post(f"{ORGANISATIONS}/<slug>/memberships/<int:number>")
@permit(KEEP, find_entry)
def write_membership(entry: Entry) -> Any:
    """Add a time of membership; with a number in the address, correct or strike out that one."""
    return _written(entry)


def _written(entry: Entry) -> Any:
    form, chosen = MembershipForm(), _chosen(keeping.memberships_of(entry))
    if "strike" in request.form:
        return _done(entry, lambda: keeping.strike_membership(entry, chosen.id) if chosen else None)
    if chosen is None and "number" in (request.view_args or {}):
        raise keeping.StruckOut
    if not form.validate_on_submit() or form.since.data is None:
        return _page(entry, membership=form)
    since, until = form.since.data, form.until.data

    def write() -> object:
        if chosen:
            return keeping.change_membership(entry, chosen.id, since, until)
        return keeping.add_membership(entry, since, until)

    try:
        return form.once(lambda: _kept(entry, write))
    except keeping.EndsBeforeItBegins as refused:
        form.until.errors = [str(refused.message)]
    except keeping.Overlaps as refused:
        form.since.errors = [str(refused.message)]
    return _page(entry, membership=form)


def _chosen(rows: Any) -> Any:
    """Return the row that the address names, while it is there: pressed twice it is no other one."""
    number = (request.view_args or {}).get("number", 0)
    return next((row for row in rows if row.id == number), None)


def _done(entry: Entry, deed: Callable[[], object]) -> Response:
    return redirect(_kept(entry, deed), 303)


def _kept(entry: Entry, deed: Callable[[], object] = lambda: None) -> str:
    deed()
    note_change(entry, by_id=me().id)
    flash(_("Saved."), "success")
    return f"{_shelf().home}/{entry.slug}"


def _shelf() -> Shelf:
    """Return the list that was asked for."""
    return SHELF_OF_CITIES if request.path.startswith(CITIES) else SHELF_OF_ORGANISATIONS


def _list(form: Any, status: int = 200) -> Any:
    rows, after = _shelf().rows()
    shown = {"rows": rows, "after": after, "form": form, "here": _shelf().home}
    return page("admin/register.html", status, **shown)


def _page(entry: Entry, *, form: Any = None, fact: Any = None, membership: Any = None) -> Any:
    wrong, locale = form or fact or membership, str(get_locale())
    facts = register.facts_of(entry) if isinstance(entry, City) else []
    return page(
        "admin/entry.html",
        422 if wrong else 200,
        entry=entry,
        here=f"{_shelf().home}/{entry.slug}",
        wrong=wrong,
        form=form or _filled(entry),
        fact=fact or FactForm(formdata=None),
        is_city=isinstance(entry, City),
        facts=[(each.id, each.text, said_date(each.dated, locale)) for each in facts],
        membership=membership or MembershipForm(formdata=None),
        memberships=[
            (each, said_period(each.since, each.until)) for each in keeping.memberships_of(entry)
        ],
    )


def _form_of(entry: Entry) -> Any:
    return CityForm() if isinstance(entry, City) else OrganisationForm(kind=entry.kind)


def _filled(entry: Entry) -> CityForm | OrganisationForm:
    if isinstance(entry, City):
        return CityForm(formdata=None, obj=entry)
    known = {
        "name": entry.name,
        "kind": entry.kind,
        "lead": entry.lead,
        "website": entry.website,
        "city": str(entry.city_id or ""),
    }
    return OrganisationForm(formdata=None, data=known, kind=entry.kind)
