"""Keeping cities and organisations: what they are, what happened, when they were members."""

from collections.abc import Callable
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
from hrcn_community.register.models import City, Organisation
from hrcn_community.site.dates import said_date, said_period
from hrcn_community.site.register_forms import CityForm, FactForm, MembershipForm, OrganisationForm

admin_register = Blueprint("admin_register", __name__)
KEEP = Permission.Register.KEEP
CITIES, ORGANISATIONS = "/admin/cities", "/admin/organisations"


def find_city(slug: str, number: int = 0, *, viewer: AnyViewer) -> City | None:
    return register.find_city(slug)


def find_organisation(slug: str, number: int = 0, *, viewer: AnyViewer) -> Organisation | None:
    return register.find_organisation(slug)


@admin_register.get(CITIES)
@permit(KEEP)
def cities() -> Any:
    rows = [(city.name, city.slug, city.country) for city in register.cities()]
    return _list("cities", rows, "", CityForm())


@admin_register.get(ORGANISATIONS)
@permit(KEEP)
def organisations() -> Any:
    found, after = register.organisation_rows(request.args.get("after", ""))
    rows = [(row.name, row.slug, row.city_name or "") for row in found]
    return _list("organisations", rows, after, OrganisationForm())


@admin_register.post(CITIES)
@permit(KEEP)
def add_city() -> Any:
    form = CityForm()
    if not form.validate_on_submit():
        rows = [(city.name, city.slug, city.country) for city in register.cities()]
        return _list("cities", rows, "", form, 422)
    return form.once(lambda: _kept(keeping.add_city(form.told)))


@admin_register.post(ORGANISATIONS)
@permit(KEEP)
def add_organisation() -> Any:
    form = OrganisationForm()
    if not form.validate_on_submit():
        return _list("organisations", [], "", form, 422)
    return form.once(lambda: _kept(keeping.add_organisation(form.told)))


@admin_register.get(f"{CITIES}/<slug>")
@permit(KEEP, find_city)
def city(entry: City) -> Any:
    return _page(entry)


@admin_register.get(f"{ORGANISATIONS}/<slug>")
@permit(KEEP, find_organisation)
def organisation(entry: Organisation) -> Any:
    return _page(entry)


@admin_register.post(f"{CITIES}/<slug>")
@permit(KEEP, find_city)
def change_city(entry: City) -> Any:
    form = CityForm()
    if not form.validate_on_submit():
        return _page(entry, form=form)
    return _done(entry, lambda: keeping.change_city(entry, form.told))


@admin_register.post(f"{ORGANISATIONS}/<slug>")
@permit(KEEP, find_organisation)
def change_organisation(entry: Organisation) -> Any:
    form = OrganisationForm(kind=entry.kind)
    if not form.validate_on_submit():
        return _page(entry, form=form)
    return _done(entry, lambda: keeping.change_organisation(entry, form.told))


@admin_register.post(f"{CITIES}/<slug>/facts")
@permit(KEEP, find_city)
def tell_fact(entry: City) -> Any:
    form = FactForm()
    if not form.validate_on_submit():
        return _page(entry, fact=form)
    told = form.dated.data or "", form.text.data or ""
    return form.once(lambda: _kept(entry, lambda: keeping.tell_fact(entry, *told)))


@admin_register.post(f"{CITIES}/<slug>/facts/<int:number>/end")
@permit(KEEP, find_city)
def strike_fact(entry: City) -> Any:
    facts = register.facts_of(entry)
    chosen = _chosen(facts)
    return _done(entry, lambda: keeping.strike_fact(entry, chosen.id) if chosen else None)


@admin_register.post(f"{CITIES}/<slug>/memberships", endpoint="city_joins")
@permit(KEEP, find_city)
def add_city_membership(entry: City) -> Any:
    return _write_membership(entry)


@admin_register.post(f"{ORGANISATIONS}/<slug>/memberships")
@permit(KEEP, find_organisation)
def add_organisation_membership(entry: Organisation) -> Any:
    return _write_membership(entry)


@admin_register.post(f"{CITIES}/<slug>/memberships/<int:number>")
@permit(KEEP, find_city)
def change_city_membership(entry: City) -> Any:
    return _write_membership(entry)


@admin_register.post(f"{ORGANISATIONS}/<slug>/memberships/<int:number>")
@permit(KEEP, find_organisation)
def change_organisation_membership(entry: Organisation) -> Any:
    return _write_membership(entry)


def _write_membership(entry: Entry) -> Any:
    """Add a time of membership; with a number in the address, correct or strike out that one."""
    form, chosen = MembershipForm(), _chosen(keeping.memberships_of(entry))
    if chosen and "strike" in request.form:
        return _done(entry, lambda: keeping.strike_membership(entry, chosen.id))
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
    """Return the row whose place in the list, beginning with 1, the address names."""
    number = (request.view_args or {}).get("number", 0)
    return rows[number - 1] if 1 <= number <= len(rows) else None


def _done(entry: Entry, deed: Callable[[], object]) -> Response:
    return redirect(_kept(entry, deed), 303)


def _kept(entry: Entry, deed: Callable[[], object] = lambda: None) -> str:
    deed()
    note_change(entry, by_id=me().id)
    flash(_("Saved."), "success")
    return f"{_home(entry)}/{entry.slug}"


def _home(entry: Entry) -> str:
    return CITIES if isinstance(entry, City) else ORGANISATIONS


def _list(what: str, rows: list[Any], after: str, form: Any, status: int = 200) -> Any:
    shown = {"what": what, "rows": rows, "after": after, "form": form}
    return page("admin/register.html", status, **shown, here=f"/admin/{what}")


def _page(entry: Entry, *, form: Any = None, fact: Any = None, membership: Any = None) -> Any:
    wrong, locale = form or fact or membership, str(get_locale())
    facts = register.facts_of(entry) if isinstance(entry, City) else []
    return page(
        "admin/entry.html",
        422 if wrong else 200,
        entry=entry,
        here=f"{_home(entry)}/{entry.slug}",
        wrong=wrong,
        form=form or _filled(entry),
        fact=fact or FactForm(formdata=None),
        is_city=isinstance(entry, City),
        facts=[(each.text, said_date(each.dated, locale)) for each in facts],
        membership=membership or MembershipForm(formdata=None),
        memberships=[
            (each, said_period(each.since, each.until)) for each in keeping.memberships_of(entry)
        ],
    )


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
