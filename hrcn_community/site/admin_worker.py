"""How the worker stands; what was put aside is tried again or let go, by hand."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length

from hrcn_community.access.forms import HouseForm, Written
from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.core.events import Entry
from hrcn_community.core.text import one_line
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.notifications.models import Mail, MailSort
from hrcn_community.running import actions, queries
from hrcn_community.site.schema import newest_migration

admin_worker = Blueprint("admin_worker", __name__)
HERE = "/admin/worker"
CHORES = {
    "gather_digests": _l("Gather digests"),
    "tidy": _l("Remove what a killed server left half done"),
    "clear_away_what_is_free": _l("Clear away files that nobody has"),
    "sweep": _l("Look through the storage for stray files"),
    "tidy_archives": _l("Delete archives of people's data that ran out"),
    "let_pseudonyms_fade": _l("Let pseudonyms fade whose time is over"),
    "keep_periods": _l("Delete what has been kept long enough"),
    "ask_successors": _l("Look for what nobody looks after"),
    "look_after_invitations": _l("Remind of invitations to experts, and end them"),
    "follow_up_answers": _l("Ask what became of answers"),
}
SORTS = {
    MailSort.LETTER: _l("Letter"),
    MailSort.NOTICE: _l("Notice"),
    MailSort.DIGEST: _l("Digest"),
}


class DropForm(HouseForm):
    reason = StringField(
        _l("Reason"),
        filters=[lambda words: one_line(words or "")],
        validators=[
            Written(_l("Say why; it is written into the log.")),
            Length(max=300, message=_l("Use at most 300 characters.")),
        ],
    )


@admin_worker.get(HERE)
@permit(Permission.Admin.HOUSE)
def worker() -> Any:
    return _page()


@admin_worker.post(f"{HERE}/events/retry")
@permit(Permission.Admin.HOUSE)
def retry_all() -> Response:
    count = actions.retry_all(by=me())
    return _back(
        ngettext("%(num)s event is tried again.", "%(num)s events are tried again.", count)
    )


@admin_worker.post(f"{HERE}/events/<int:event_id>/retry")
@permit(Permission.Admin.HOUSE, queries.find_entry)
def retry(entry: Entry) -> Response:
    actions.retry(entry, by=me())
    return _back(_("The event is tried again."))


@admin_worker.post(f"{HERE}/events/<int:event_id>/end")
@permit(Permission.Admin.HOUSE, queries.find_entry)
def drop(entry: Entry) -> Any:
    return _dropped(
        f"event-{entry.id}",
        lambda reason: actions.drop(entry, reason, by=me()),
        _("The event is dropped; nothing follows from it."),
    )


@admin_worker.post(f"{HERE}/mails/retry")
@permit(Permission.Admin.HOUSE)
def send_all() -> Response:
    count = actions.send_all_again(by=me())
    return _back(ngettext("%(num)s mail is on its way.", "%(num)s mails are on their way.", count))


@admin_worker.post(f"{HERE}/mails/end")
@permit(Permission.Admin.HOUSE)
def drop_all() -> Any:
    return _dropped(
        "mails",
        lambda reason: actions.drop_all_mail(reason, by=me()),
        _("The mails are dropped."),
    )


@admin_worker.post(f"{HERE}/mails/<int:mail_id>/retry")
@permit(Permission.Admin.HOUSE, queries.find_mail)
def send(mail: Mail) -> Response:
    actions.send_again(mail, by=me())
    return _back(_("The mail is on its way."))


@admin_worker.post(f"{HERE}/mails/<int:mail_id>/end")
@permit(Permission.Admin.HOUSE, queries.find_mail)
def drop_mail(mail: Mail) -> Any:
    return _dropped(
        f"mail-{mail.id}",
        lambda reason: actions.drop_mail(mail, reason, by=me()),
        _("The mail is dropped."),
    )


def _dropped(what: str, deed: Callable[[str], Any], message: str) -> Any:
    """Do it with the reason that was given; without one the field says what it is for."""
    form = DropForm()
    if not form.validate_on_submit():
        return _page(form, what, 422)
    deed(form.reason.data or "")
    return _back(message)


def _page(form: DropForm | None = None, wrong: str = "", status: int = 200) -> Any:
    found = queries.health()
    return page(
        "admin/worker.html",
        status,
        health=found,
        is_newest=found.versions["schema"] == newest_migration(),
        chores=CHORES,
        sorts=SORTS,
        form=form or DropForm(formdata=None),
        wrong=wrong,
    )


def _back(message: str) -> Response:
    flash(message, "success")
    return redirect(HERE, 303)
